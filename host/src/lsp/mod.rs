//! The language server: an editor's documents and questions go to the module, its answers come back as the protocol has
//! them. What rules mean is the module's matter; here are messages, files, and places counted as editors count.

mod answers;
mod checks;
mod diagnostics;
mod documents;
mod error;
mod fixes;
mod frames;
mod module;
mod position;
mod published;
mod question;
mod queue;
mod ruleset;
mod server;
mod setup;
mod uri;

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use crate::cli::Size;
pub(crate) use module::Module;
pub(crate) use server::Server;
pub(crate) use setup::Setup;

use frames::{FrameError, Frames};
use queue::{Incoming, MOST_WAITING, Next, Queue, parsed};
use server::Flow;

/// Answers messages until the editor says that it is done, or says nothing more. Whether it said so before it left.
pub(crate) fn serve<I, O>(input: I, most: Size, mut server: Server<O>) -> io::Result<bool>
where
    I: BufRead + Send + 'static,
    O: Write,
{
    let (sender, messages) = sync_channel(MOST_WAITING);
    // It reads on while a question is answered, and ends with the process.
    let reader = thread::Builder::new().spawn(move || read(Frames::new(input, most), &sender))?;
    let mut queue = Queue::new(messages);
    loop {
        match queue.next(server.due()) {
            Next::Message(message) => {
                if let Flow::Exit { is_clean } = server.take(message)? {
                    return Ok(is_clean);
                }
            }
            Next::Due => server.publish()?,
            Next::End => break,
        }
    }
    let is_read = reader.join();
    is_read.map_or(Ok(false), |read| read.map(|()| false))
}

/// Hands messages over until the last one. An error, if nobody knows where the next one begins.
fn read(mut frames: Frames<impl BufRead>, messages: &SyncSender<Incoming>) -> io::Result<()> {
    while let Some(message) = frames.next()? {
        if let Err(lost @ FrameError::Lost(_)) = message {
            return Err(io::Error::new(io::ErrorKind::InvalidData, lost));
        }
        if messages.send(parsed(message)).is_err() {
            break;
        }
    }
    Ok(())
}
