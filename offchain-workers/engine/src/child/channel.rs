//! The child's end of the socket.

use crate::protocol::{frame, parse, Reply, Request, LONGEST};
use rustix::{
    cmsg_space,
    net::{recvmsg, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags},
};
use std::{
    fs::File,
    io::{self, IoSliceMut, Read, Write},
    mem::MaybeUninit,
    os::{fd::AsFd, unix::net::UnixStream},
};

pub struct Channel {
    socket: UnixStream,
    body: Vec<u8>,
}

impl Channel {
    /// The socket that a child has for its standard input.
    pub fn of_standard_input() -> io::Result<Self> {
        let socket = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
        // Anything else has no other end.
        socket.peer_addr()?;
        Ok(Self { socket, body: Vec::new() })
    }

    /// For whoever watches whether the parent is still there.
    pub fn socket(&self) -> io::Result<UnixStream> {
        self.socket.try_clone()
    }

    /// The next request, and the files that came with it.
    pub fn receive(&mut self) -> io::Result<(Request, Vec<File>)> {
        let (length, files) = self.receive_length()?;
        if length > LONGEST {
            return Err(io::Error::from(io::ErrorKind::InvalidData));
        }
        self.body.resize(length as usize, 0);
        self.socket.read_exact(&mut self.body)?;
        let request = parse(&self.body).ok_or(io::ErrorKind::InvalidData)?;
        Ok((request, files))
    }

    /// Files come with the first byte of the message that they belong to.
    fn receive_length(&mut self) -> io::Result<(u32, Vec<File>)> {
        let mut length = [0; 4];
        let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(3))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let flags = RecvFlags::CMSG_CLOEXEC;
        let got = recvmsg(&self.socket, &mut [IoSliceMut::new(&mut length)], &mut control, flags)?;
        if got.bytes == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        let files = control.drain().flat_map(|message| match message {
            RecvAncillaryMessage::ScmRights(files) => files.map(File::from).collect(),
            _ => Vec::new(),
        });
        let files = files.collect();
        if let Some(rest) = length.get_mut(got.bytes..) {
            self.socket.read_exact(rest)?;
        }
        Ok((u32::from_le_bytes(length), files))
    }

    pub fn send(&mut self, reply: &Reply) -> io::Result<()> {
        let frame = frame(reply).ok_or(io::ErrorKind::InvalidData)?;
        self.socket.write_all(&frame)
    }
}
