use super::Random;
use crate::schedule::{due, next, payable};

/// Totals and durations of the awkward kind.
const TOTALS: [u128; 9] =
    [1, 2, 3, 7, 997, 1_000_003, 360_000_000_000_000_000_001, u128::MAX - 1, u128::MAX];
const DURATIONS: [u128; 8] = [1, 2, 3, 7, 876_600, 52_596_000, u32::MAX as u128, u64::MAX as u128];

#[test]
fn due_should_be_nothing_at_the_start() {
    for total in TOTALS {
        for duration in DURATIONS {
            assert_eq!(due(total, 0, duration), 0);
        }
    }
}

#[test]
fn due_should_be_the_total_to_the_planck_from_the_end_on() {
    for total in TOTALS {
        for duration in DURATIONS {
            for elapsed in [duration, duration + 1, duration * 2, u128::MAX] {
                assert_eq!(due(total, elapsed, duration), total);
            }
        }
    }
}

#[test]
fn due_should_be_the_linear_share_rounded_down_for_all_small_numbers() {
    for duration in 1..=40u128 {
        for total in 0..=60u128 {
            for elapsed in 0..=duration + 3 {
                let passed = elapsed.min(duration);
                assert_eq!(due(total, elapsed, duration), total * passed / duration);
            }
        }
    }
}

#[test]
fn due_should_be_the_linear_share_rounded_down_for_large_numbers() {
    let mut random = Random(1);
    for _ in 0..100_000 {
        let total = random.amount();
        let duration = u128::from(random.next() as u32) + 1;
        let elapsed = u128::from(random.next()) % (duration + 1);
        // The same without a product that overflows: the quotient and the rest apart.
        let share = total / duration * elapsed + total % duration * elapsed / duration;
        assert_eq!(due(total, elapsed, duration), share, "{total} * {elapsed} / {duration}");
    }
}

#[test]
fn due_should_never_shrink_with_time_and_never_exceed_the_total() {
    let mut random = Random(2);
    for _ in 0..100_000 {
        let total = random.amount();
        let duration = u128::from(random.next()) + 1;
        let earlier = u128::from(random.next());
        let later = earlier + u128::from(random.next());
        let (before, after) = (due(total, earlier, duration), due(total, later, duration));
        assert!(before <= after && after <= total, "{total} {earlier} {later} {duration}");
    }
}

#[test]
fn due_should_never_shrink_with_the_total() {
    let mut random = Random(3);
    for _ in 0..100_000 {
        let less = random.amount();
        let more = less.saturating_add(random.amount());
        let duration = u128::from(random.next()) + 1;
        let elapsed = u128::from(random.next());
        assert!(due(less, elapsed, duration) <= due(more, elapsed, duration));
    }
}

#[test]
fn payable_should_keep_the_least_behind_until_the_end() {
    for least in 0..=12u128 {
        for duration in 1..=30u128 {
            for total in least..=50 {
                for elapsed in 0..duration {
                    let payable = payable(total, elapsed, duration, least);
                    assert!(payable <= due(total, elapsed, duration));
                    assert!(total - payable >= least);
                }
                assert_eq!(payable(total, duration, duration, least), total);
            }
        }
    }
}

#[test]
fn payable_should_never_shrink() {
    let mut random = Random(4);
    for _ in 0..100_000 {
        let (total, least) = (random.amount(), random.amount());
        let duration = u128::from(random.next()) + 1;
        let earlier = u128::from(random.next());
        let later = earlier + u128::from(random.next());
        let before = payable(total, earlier, duration, least);
        assert!(before <= payable(total, later, duration, least));
        assert!(before <= payable(total.saturating_add(least), earlier, duration, least));
    }
}

#[test]
fn next_should_be_the_first_block_that_pays_more() {
    for least in 0..=6u128 {
        for duration in 1..=20u128 {
            for total in least.max(1)..=40 {
                for paid in 0..=total {
                    let first = (0..=duration)
                        .find(|elapsed| payable(total, *elapsed, duration, least) > paid);
                    assert_eq!(next(total, paid, duration, least), first);
                }
            }
        }
    }
}

#[test]
fn next_should_not_overflow() {
    assert_eq!(next(u128::MAX, u128::MAX, u128::MAX, 0), None);
    assert_eq!(next(u128::MAX, u128::MAX - 1, u128::MAX, 0), Some(u128::MAX));
    assert_eq!(next(u128::MAX, 0, u128::MAX, u128::MAX), Some(u128::MAX));
    assert_eq!(next(0, 0, 1, 0), None);
}
