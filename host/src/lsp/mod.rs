//! The language server: an editor's documents and questions go to the module, its answers come back as the protocol has
//! them. What rules mean is the module's matter; here are messages, files, and places counted as editors count.

mod answers;
mod diagnostics;
mod documents;
mod error;
mod frames;
mod module;
mod position;
mod question;
mod ruleset;
mod server;
mod setup;
mod uri;

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::cli::Size;
pub(crate) use module::Module;
pub(crate) use server::Server;
pub(crate) use setup::Setup;

use frames::FrameError;
use server::Flow;

/// Messages that wait for an answer.
const MOST_WAITING: usize = 64;
/// So long nobody has to type for the rules to be checked.
const QUIET: Duration = Duration::from_millis(200);

/// What comes from the editor: a message, or why it cannot be read.
type Incoming = Result<Vec<u8>, FrameError>;

/// Answers messages until the editor says that it is done, or says nothing more. Whether it said so before it left.
pub(crate) fn serve<I, O>(input: I, most: Size, mut server: Server<O>) -> io::Result<bool>
where
    I: BufRead + Send + 'static,
    O: Write,
{
    let (sender, messages) = sync_channel(MOST_WAITING);
    // It reads on while a question is answered, and ends with the process.
    thread::Builder::new().spawn(move || read(input, most, &sender))?;
    while let Some(message) = next(&messages, &mut server)? {
        if let Flow::Exit { is_clean } = server.take(message)? {
            return Ok(is_clean);
        }
    }
    Ok(false)
}

/// The next message. While there is none the rules are checked.
fn next<O: Write>(
    messages: &Receiver<Incoming>,
    server: &mut Server<O>,
) -> io::Result<Option<Incoming>> {
    while server.has_changes() {
        match messages.recv_timeout(QUIET) {
            Ok(message) => return Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => server.publish()?,
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
    Ok(messages.recv().ok())
}

fn read(mut input: impl BufRead, most: Size, messages: &SyncSender<Incoming>) {
    while let Ok(Some(message)) = frames::read(&mut input, most) {
        if messages.send(message).is_err() {
            return;
        }
    }
}
