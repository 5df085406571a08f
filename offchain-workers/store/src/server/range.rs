//! The one range of a blob that a request may ask for (RFC 9110, 14).

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of it: there is no header, or one in units that we don't know and may ignore.
    All,
    /// These bytes, at least one.
    Part(Range<u64>),
    /// Nothing that this blob has, or more than one range.
    Impossible,
}

/// What the header asks of a blob of this size.
pub fn asked(header: Option<&[u8]>, size: u64) -> Asked {
    let Some(header) = header else {
        return Asked::All;
    };
    let Ok(header) = std::str::from_utf8(header) else {
        return Asked::Impossible;
    };
    let Some((unit, range)) = header.split_once('=') else {
        return Asked::Impossible;
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Asked::All;
    }
    match range.trim().split_once('-').and_then(|(first, last)| bounds(first, last, size)) {
        Some(range) if range.start < range.end => Asked::Part(range),
        _ => Asked::Impossible,
    }
}

fn bounds(first: &str, last: &str, size: u64) -> Option<Range<u64>> {
    if first.is_empty() {
        return Some(size.saturating_sub(number(last)?)..size);
    }
    let first = number(first)?;
    if last.is_empty() {
        return Some(first..size);
    }
    let last = number(last)?;
    (first <= last).then(|| first..last.saturating_add(1).min(size))
}

/// Digits alone; a number beyond all sizes is the largest.
fn number(digits: &str) -> Option<u64> {
    let only_digits = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    only_digits.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_range_should_mean_what_the_standard_says() {
        let of_ten = |header: &str| asked(Some(header.as_bytes()), 10);
        assert_eq!(asked(None, 10), Asked::All);
        assert_eq!(of_ten("lines=1-2"), Asked::All);
        for (header, range) in [
            ("bytes=0-0", 0..1),
            ("bytes=0-9", 0..10),
            ("bytes=3-", 3..10),
            ("bytes=3-99", 3..10),
            ("Bytes = 3-5", 3..6),
            ("bytes=-1", 9..10),
            ("bytes=-99", 0..10),
            ("bytes=9-99999999999999999999999999", 9..10),
            ("bytes=-99999999999999999999999999", 0..10),
            ("bytes=0-18446744073709551615", 0..10),
        ] {
            assert_eq!(of_ten(header), Asked::Part(range), "{header}");
        }
        for header in [
            "bytes=10-",
            "bytes=10-10",
            "bytes=5-4",
            "bytes=-0",
            "bytes=-",
            "bytes=",
            "bytes",
            "",
            "bytes=0-1,3-4",
            "bytes=+1-2",
            "bytes=0x1-2",
            "bytes=1-2-3",
            "bytes= 1 - 2 ",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(of_ten(header), Asked::Impossible, "{header}");
        }
        assert_eq!(asked(Some(b"bytes=0-0"), 0), Asked::Impossible);
        assert_eq!(asked(Some(b"bytes=-1"), 0), Asked::Impossible);
        assert_eq!(asked(Some(b"bytes=\xff"), 10), Asked::Impossible);
    }

    proptest! {
        #[test]
        fn a_part_should_lie_within_the_blob(header in "bytes=[0-9]{0,21}-?[0-9]{0,21}", size: u64) {
            if let Asked::Part(range) = asked(Some(header.as_bytes()), size) {
                prop_assert!(range.start < range.end && range.end <= size);
            }
        }
    }
}
