//! The child's calls to the system that Rust cannot check, and memory that it shares with its parent.

#![allow(unsafe_code)]

use memmap2::{MmapOptions, MmapRaw};
use ort::value::DynTensor;
use std::{fs::File, io, slice};

/// Shared memory that the parent writes inputs to.
pub struct InputMemory(MmapRaw);

impl InputMemory {
    pub fn map(file: &File, size: usize) -> io::Result<Self> {
        MmapOptions::new().len(size).map_raw_read_only(file).map(Self)
    }

    pub fn bytes(&self) -> &[u8] {
        // SAFETY: the mapping is this long and lives as long as `self`. The parent writes to it only
        // between a reply and the next request, when no borrow of it is left; it never shrinks the file
        // during a job.
        unsafe { slice::from_raw_parts(self.0.as_ptr(), self.0.len()) }
    }
}

/// Shared memory that the parent reads outputs from.
pub struct OutputMemory(MmapRaw);

impl OutputMemory {
    pub fn map(file: &File, size: usize) -> io::Result<Self> {
        MmapOptions::new().len(size).map_raw(file).map(Self)
    }

    pub fn bytes(&mut self) -> &mut [u8] {
        // SAFETY: as above, and the parent never writes to it.
        unsafe { slice::from_raw_parts_mut(self.0.as_mut_ptr(), self.0.len()) }
    }
}

/// The bytes of a tensor that ONNX Runtime made on the CPU; nothing for strings.
///
/// Not as values of their type: what a model says are booleans may be other bytes than 0 and 1.
pub fn bytes_of(tensor: &DynTensor) -> Option<&[u8]> {
    let size = tensor.size()?;
    if size == 0 {
        return Some(&[]);
    }
    let data = tensor.data_ptr().cast::<u8>();
    // SAFETY: ONNX Runtime says that so many bytes are there, and they stay as long as the tensor.
    (!data.is_null()).then(|| unsafe { slice::from_raw_parts(data, size) })
}

/// Closes all that was inherited beside standard input, output and error. Nothing of it is owned by
/// anything yet: this is called first.
pub fn close_inherited() {
    // SAFETY: closing has no effect on memory, and nothing here uses those descriptors.
    unsafe {
        libc::syscall(libc::SYS_close_range, 3u32, u32::MAX, 0u32);
    }
}

/// Makes writing to a file beyond its limit an error instead of the process's end.
pub fn survive_file_limits() {
    // SAFETY: ignoring a signal installs no handler.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
}

/// What is allocated from this size on is the system's again as soon as it is freed.
const GIVEN_BACK: libc::c_int = 256 << 10;

/// Memory of models that were dropped goes back to the system. Otherwise the C library keeps what is as
/// large as anything freed before, and a child would look worn although its models are gone.
pub fn give_memory_back() {
    // SAFETY: settings of the allocator, made while there is one thread. Saying one of them stops the
    // library from raising both.
    #[cfg(target_env = "gnu")]
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, GIVEN_BACK);
        libc::mallopt(libc::M_TRIM_THRESHOLD, GIVEN_BACK);
    }
}

/// Ends the process while other threads compute: nothing is cleaned up, since that would wait for them.
pub fn exit_now(code: i32) -> ! {
    // SAFETY: does not return.
    unsafe { libc::_exit(code) }
}
