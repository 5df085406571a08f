//! The parent's end of shared memory.
//!
//! The parent does not map it: it reads and writes it as a file. So whatever a hostile child does to it
//! meanwhile, the parent gets bytes or an error, and neither a signal nor values that change under it.

use crate::{
    protocol::{aligned, Placed, ALIGNMENT},
    tensor::{elements, Tensor, MAX_RANK},
};
use rustix::fs::{fstat, ftruncate, memfd_create, MemfdFlags};
use std::{
    fs::File,
    io,
    os::{
        fd::{AsFd, BorrowedFd},
        unix::fs::FileExt,
    },
    sync::Arc,
};

/// Tensors of a job.
pub const MAX_TENSORS: usize = 256;
/// Bytes of a piece of shared memory at least, and those that stay between jobs at most.
const LEAST: u64 = 64 << 10;
const KEPT: u64 = 16 << 20;
/// Bytes that are copied without letting another thread do it.
const QUICK: u64 = 1 << 20;

/// A piece of memory that a child has too.
pub struct Shared {
    file: Arc<File>,
    size: u64,
}

impl Shared {
    pub fn new(name: &str) -> io::Result<Self> {
        let file = memfd_create(name, MemfdFlags::CLOEXEC)?;
        Ok(Self { file: Arc::new(file.into()), size: 0 })
    }

    pub fn descriptor(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    /// Makes it as large as so many bytes of tensors take wherever they begin, and says how large it is.
    /// What is not used of it is not there.
    pub fn reserve(&mut self, bytes: u64) -> io::Result<u64> {
        let gaps = ALIGNMENT.saturating_mul(MAX_TENSORS as u64);
        let wanted = bytes.saturating_add(gaps).max(LEAST);
        let size = wanted.checked_next_power_of_two().ok_or(io::ErrorKind::OutOfMemory)?;
        if size > self.size {
            ftruncate(&self.file, size)?;
            self.size = size;
        }
        Ok(self.size)
    }

    /// Gives back what a job has used, if that is much.
    pub fn release(&mut self) -> io::Result<()> {
        let used = fstat(&self.file)?.st_blocks;
        if u64::try_from(used).unwrap_or(u64::MAX).saturating_mul(512) > KEPT {
            self.size = 0;
            ftruncate(&self.file, 0)?;
        }
        Ok(())
    }

    /// Writes tensors from the beginning on, and says where they are.
    pub async fn write(&self, tensors: Vec<Tensor>) -> io::Result<Vec<Placed>> {
        let bytes = total(tensors.iter().map(|tensor| tensor.data.len() as u64));
        let file = self.file.clone();
        copying(bytes, move || write(&file, tensors)).await
    }

    /// Copies out tensors that a child says it has written.
    pub async fn read(&self, places: Vec<Placed>) -> io::Result<Vec<Tensor>> {
        let bytes = total(places.iter().map(|place| place.length));
        let file = self.file.clone();
        copying(bytes, move || read(&file, places)).await
    }

    /// Whether so many bytes may be where a child says that outputs are. Nothing of it is believed.
    pub fn could_hold(&self, places: &[Placed], limit: u64) -> bool {
        let within = |place: &Placed| {
            let end = place.at.checked_add(place.length);
            end.is_some_and(|end| end <= self.size) && place.shape.len() <= MAX_RANK
        };
        let full = |place: &Placed| match place.dtype.size() {
            Some(size) => {
                elements(&place.shape).and_then(|count| count.checked_mul(size))
                    == Some(place.length)
            },
            None => elements(&place.shape).is_some_and(|count| count <= place.length / 4),
        };
        places.len() <= MAX_TENSORS
            && places.iter().all(|place| within(place) && full(place))
            && total(places.iter().map(|place| place.length)) <= limit
    }
}

fn total(parts: impl Iterator<Item = u64>) -> u64 {
    parts.fold(0, u64::saturating_add)
}

/// Copying much keeps a thread busy for long: one then that nobody waits for.
async fn copying<T: Send + 'static>(
    bytes: u64,
    copy: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    match bytes {
        0..=QUICK => copy(),
        _ => tokio::task::spawn_blocking(copy).await.map_err(io::Error::other)?,
    }
}

fn write(file: &File, tensors: Vec<Tensor>) -> io::Result<Vec<Placed>> {
    let mut end = 0u64;
    let mut places = Vec::with_capacity(tensors.len());
    for Tensor { dtype, shape, data } in tensors {
        let at = aligned(end).ok_or(io::ErrorKind::OutOfMemory)?;
        file.write_all_at(&data, at)?;
        let length = data.len() as u64;
        end = at.saturating_add(length);
        places.push(Placed { dtype, shape, at, length });
    }
    Ok(places)
}

fn read(file: &File, places: Vec<Placed>) -> io::Result<Vec<Tensor>> {
    let read = |Placed { dtype, shape, at, length }| {
        let mut data = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        file.read_exact_at(&mut data, at)?;
        Ok(Tensor { dtype, shape, data })
    };
    places.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Dtype;

    #[test]
    fn places_that_cannot_be_should_not_be_read() {
        let mut shared = Shared::new("test").unwrap();
        let size = shared.reserve(1000).unwrap();
        let place = |shape: &[u64], at, length| Placed {
            dtype: Dtype::F32,
            shape: shape.to_vec(),
            at,
            length,
        };
        let could = |place: Placed| shared.could_hold(&[place], 1000);
        assert!(could(place(&[2, 3], 0, 24)));
        assert!(could(place(&[2, 3], size - 24, 24)));
        assert!(could(place(&[0, u64::MAX], 0, 0)));
        assert!(!could(place(&[2, 3], size - 23, 24)), "beyond the end");
        assert!(!could(place(&[2, 3], u64::MAX, 24)), "beyond all numbers");
        assert!(!could(place(&[2, 3], 0, 28)), "longer than its shape");
        assert!(!could(place(&[u64::MAX, 2], 0, 24)), "elements that cannot be counted");
        assert!(!could(place(&[1; 33], 0, 4)), "too many dimensions");
        assert!(!could(place(&[256], 0, 1024)), "more than is allowed");
        let many = vec![place(&[100], 0, 400); 3];
        assert!(!shared.could_hold(&many, 1000), "more than is allowed in all");
        let none = vec![place(&[0], 0, 0); MAX_TENSORS + 1];
        assert!(!shared.could_hold(&none, 1000), "too many");
    }

    #[tokio::test]
    async fn tensors_should_come_out_as_they_went_in_and_large_ones_should_not_stay() {
        let mut shared = Shared::new("test").unwrap();
        let large = vec![7u8; 20 << 20];
        let tensors = vec![
            Tensor { dtype: Dtype::U8, shape: vec![3], data: vec![1, 2, 3] },
            Tensor { dtype: Dtype::U8, shape: vec![20 << 20], data: large },
        ];
        shared.reserve(21 << 20).unwrap();
        let places = shared.write(tensors.clone()).await.unwrap();
        assert!(places.iter().all(|place| place.at % ALIGNMENT == 0));
        assert_eq!(shared.read(places).await.unwrap(), tensors);
        shared.release().unwrap();
        assert_eq!(fstat(&shared.file).unwrap().st_blocks, 0);
    }
}
