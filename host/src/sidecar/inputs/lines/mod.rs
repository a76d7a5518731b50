//! Streams of lines: cut, gathered in batches, delivered.

mod batches;
mod cutter;
mod socket;
mod stream;

pub(crate) use batches::{BatchBounds, Batches, Chunks, Reader};
pub(crate) use cutter::{Batch, Cutter, LongLine};
pub(crate) use socket::LineSockets;
pub(crate) use stream::{Delivered, Patience, deliver, read};
