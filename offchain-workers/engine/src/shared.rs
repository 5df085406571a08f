//! The parent's end of the two pieces of shared memory in which the tensors of a job lie that is alone.

use crate::{
    memory::{allocate, empty, file, used, Memory},
    protocol::{place, Placed, ALIGNMENT},
    refusal::Refusal,
    tensor::{elements, Dtype, Tensor, MAX_RANK},
};
use std::{
    fs::File,
    io,
    os::fd::{AsFd, BorrowedFd},
    sync::Arc,
};

/// Tensors of a job.
pub const MAX_TENSORS: usize = 256;
/// Bytes of a piece of shared memory at least, and those that stay between jobs at most.
const LEAST: u64 = 64 << 10;
pub const KEPT: u64 = 16 << 20;
/// Bytes that are copied without letting another thread do it.
const QUICK: u64 = 1 << 20;

/// A piece of memory that a child has too.
pub struct Shared {
    file: File,
    memory: Arc<Memory>,
    size: u64,
    /// From the beginning on there is memory for so many bytes.
    allocated: u64,
}

impl Shared {
    pub fn new(name: &str) -> io::Result<Self> {
        let file = file(name)?;
        let memory = Arc::new(Memory::grow(&file, LEAST)?);
        Ok(Self { file, memory, size: LEAST, allocated: 0 })
    }

    pub fn descriptor(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// Makes it as large as so many bytes of tensors take wherever they begin, and says how large it is.
    /// What is not used of it is not there.
    pub fn reserve(&mut self, bytes: u64) -> io::Result<u64> {
        let gaps = ALIGNMENT.saturating_mul(MAX_TENSORS as u64);
        let wanted = bytes.saturating_add(gaps).max(LEAST);
        let size = wanted.checked_next_power_of_two().ok_or(io::ErrorKind::OutOfMemory)?;
        if size > self.size {
            self.memory = Arc::new(Memory::grow(&self.file, size)?);
            self.size = size;
        }
        Ok(self.size)
    }

    /// Gives back what a job has used, if that is much.
    pub fn release(&mut self) -> io::Result<()> {
        if used(&self.file)? > KEPT {
            empty(&self.file, 0, self.size)?;
            self.allocated = 0;
        }
        Ok(())
    }

    /// Writes tensors from the beginning on, says where they are and gives them back: letting go of much
    /// memory takes a while too.
    pub async fn write(&mut self, tensors: Vec<Tensor>) -> io::Result<(Vec<Placed>, Vec<Tensor>)> {
        let (places, end) = place(&tensors).ok_or(io::ErrorKind::OutOfMemory)?;
        if end > self.allocated {
            allocate(&self.file, end)?;
            self.allocated = end;
        }
        let memory = self.memory.clone();
        copying(end, move || write(&memory, places, tensors)).await
    }

    /// Copies out tensors that a child says it has written.
    pub async fn read(&self, places: Vec<Placed>) -> io::Result<Vec<Tensor>> {
        let bytes = total(places.iter().map(|place| place.length));
        let memory = self.memory.clone();
        copying(bytes, move || read(&memory, places)).await
    }
}

/// Whether outputs can be where a child says that they are, in memory that is so large. Nothing of it is
/// believed.
pub fn could_hold(size: u64, places: &[Placed], limit: u64) -> bool {
    let within = |place: &Placed| {
        let end = place.at.checked_add(place.length);
        end.is_some_and(|end| end <= size) && place.shape.len() <= MAX_RANK
    };
    let full = |place: &Placed| match place.dtype.size() {
        Some(size) => {
            elements(&place.shape).and_then(|count| count.checked_mul(size)) == Some(place.length)
        },
        None => elements(&place.shape).is_some_and(|count| count <= place.length / 4),
    };
    places.len() <= MAX_TENSORS
        && places.iter().all(|place| within(place) && full(place))
        && total(places.iter().map(|place| place.length)) <= limit
}

/// Outputs that were copied out, if they are tensors: a model can make booleans that are neither.
pub fn checked(outputs: Vec<Tensor>) -> Result<Vec<Tensor>, Refusal> {
    let check = |output: &Tensor| match output.dtype {
        Dtype::Bool | Dtype::String => output.check(),
        _ => Ok(()),
    };
    match outputs.iter().try_for_each(check) {
        Ok(()) => Ok(outputs),
        Err(fault) => Err(Refusal::Failed(format!("an output is no tensor: {fault}").into())),
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

fn write(
    memory: &Memory,
    places: Vec<Placed>,
    tensors: Vec<Tensor>,
) -> io::Result<(Vec<Placed>, Vec<Tensor>)> {
    for (tensor, place) in tensors.iter().zip(&places) {
        let at = usize::try_from(place.at).map_err(io::Error::other)?;
        if !memory.write(at, &tensor.data) {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
    }
    Ok((places, tensors))
}

fn read(memory: &Memory, places: Vec<Placed>) -> io::Result<Vec<Tensor>> {
    let read = |Placed { dtype, shape, at, length }| {
        let place = (usize::try_from(at), usize::try_from(length));
        let (Ok(at), Ok(length)) = place else { return Err(io::ErrorKind::OutOfMemory.into()) };
        let data = memory.read(at, length).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Tensor { dtype, shape, data })
    };
    places.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let could = |place: Placed| could_hold(size, &[place], 1000);
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
        assert!(!could_hold(size, &many, 1000), "more than is allowed in all");
        let none = vec![place(&[0], 0, 0); MAX_TENSORS + 1];
        assert!(!could_hold(size, &none, 1000), "too many");
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
        let (places, _) = shared.write(tensors.clone()).await.unwrap();
        assert!(places.iter().all(|place| place.at % ALIGNMENT == 0));
        assert_eq!(shared.read(places).await.unwrap(), tensors);
        shared.release().unwrap();
        assert_eq!(used(&shared.file).unwrap(), 0);
    }
}
