//! Memory that parent and child both map.
//!
//! A hostile child can write anything there at any time. So the parent never looks at a byte where it
//! lies: it copies as many as it has checked to be there, once, and judges the copy. The file cannot
//! shrink, so that neither reading nor writing it is ever a fault.

#![allow(unsafe_code)]

use memmap2::{MmapOptions, MmapRaw};
use rustix::fs::{
    fallocate, fcntl_add_seals, fstat, ftruncate, memfd_create, FallocateFlags, MemfdFlags,
    SealFlags,
};
use std::{fs::File, io, ptr, slice, sync::atomic::AtomicU32};

/// A file in memory that can only grow.
pub fn file(name: &str) -> io::Result<File> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    let file = File::from(memfd_create(name, flags)?);
    fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::SEAL)?;
    Ok(file)
}

/// A file as far as it is mapped.
pub struct Memory(MmapRaw);

impl Memory {
    /// Makes a file this large, and maps it.
    pub fn grow(file: &File, size: u64) -> io::Result<Self> {
        ftruncate(file, size)?;
        Self::map(file, usize::try_from(size).map_err(io::Error::other)?)
    }

    pub fn map(file: &File, size: usize) -> io::Result<Self> {
        MmapOptions::new().len(size).map_raw(file).map(Self)
    }

    /// Copies bytes in; false if that is beyond it.
    pub fn write(&self, at: usize, bytes: &[u8]) -> bool {
        let Some(place) = self.place(at, bytes.len()) else { return false };
        // SAFETY: so many bytes are there. Nobody in this process borrows any of them meanwhile.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), place, bytes.len()) };
        true
    }

    /// Copies bytes out; nothing if that is beyond it, or there is no room for them.
    pub fn read(&self, at: usize, length: usize) -> Option<Vec<u8>> {
        let place = self.place(at, length)?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length).ok()?;
        // SAFETY: so many bytes are there and in the vector, and any are valid. The other end may write to
        // them meanwhile: then it is any mixture, which is looked at only when it is here.
        unsafe {
            ptr::copy_nonoverlapping(place.cast_const(), bytes.as_mut_ptr(), length);
            bytes.set_len(length);
        }
        Some(bytes)
    }

    /// For the child, which trusts its parent: a part to read and one to write to.
    pub fn parts(&mut self, read: (usize, usize), write: (usize, usize)) -> (&[u8], &mut [u8]) {
        let apart = read.0.saturating_add(read.1) <= write.0;
        let (Some(from), Some(to)) = (self.place(read.0, read.1), self.place(write.0, write.1))
        else {
            return (&[], &mut []);
        };
        if !apart {
            return (&[], &mut []);
        }
        // SAFETY: both are within the mapping and apart. The parent writes to neither while the child has
        // them, and nobody else in this process does.
        unsafe { (slice::from_raw_parts(from, read.1), slice::from_raw_parts_mut(to, write.1)) }
    }

    /// A number that both ends only ever use as an atomic one. Beyond the memory it is the first.
    pub fn word(&self, at: usize) -> &AtomicU32 {
        let place =
            self.place(at, 4).filter(|_| at.is_multiple_of(4)).unwrap_or(self.0.as_mut_ptr());
        // SAFETY: aligned, since a mapping begins with a page, and within it.
        unsafe { AtomicU32::from_ptr(place.cast()) }
    }

    fn place(&self, at: usize, length: usize) -> Option<*mut u8> {
        let within = at.checked_add(length).is_some_and(|end| end <= self.0.len());
        // SAFETY: within the mapping.
        within.then(|| unsafe { self.0.as_mut_ptr().add(at) })
    }
}

/// Makes sure that memory is there for what will be written to a file's first so many bytes: memory that
/// is not there when it is written to would be a fault.
pub fn allocate(file: &File, size: u64) -> io::Result<()> {
    Ok(fallocate(file, FallocateFlags::empty(), 0, size)?)
}

/// Bytes of memory that a file uses.
pub fn used(file: &File) -> io::Result<u64> {
    Ok(u64::try_from(fstat(file)?.st_blocks).unwrap_or(u64::MAX).saturating_mul(512))
}

/// Gives a part of a file's memory back. The file stays as large as it is.
pub fn empty(file: &File, from: u64, size: u64) -> io::Result<()> {
    Ok(fallocate(file, FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE, from, size)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_beyond_its_end_should_be_read_or_written_and_it_should_not_shrink() {
        let file = file("test").unwrap();
        let memory = Memory::grow(&file, 8192).unwrap();
        assert!(memory.write(8190, &[1, 2]));
        assert_eq!(memory.read(8190, 2), Some(vec![1, 2]));
        for at in [8191, 8193, usize::MAX, usize::MAX - 1] {
            assert!(!memory.write(at, &[1, 2]), "{at}");
            assert_eq!(memory.read(at, 2), None, "{at}");
        }
        assert_eq!(memory.read(0, usize::MAX), None);
        assert!(ftruncate(&file, 4096).is_err());
        assert_eq!(used(&file).unwrap(), 4096);
        empty(&file, 0, 8192).unwrap();
        assert_eq!((used(&file).unwrap(), memory.read(8190, 2)), (0, Some(vec![0, 0])));
        // A larger one sees the same bytes.
        assert!(memory.write(0, &[7]));
        assert_eq!(Memory::grow(&file, 16384).unwrap().read(0, 1), Some(vec![7]));
    }
}
