//! A client that posts bodies over one connection.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use crate::error::Error;

/// The connection.
pub(super) struct Client(BufReader<TcpStream>);

impl Client {
    /// Connects.
    pub(super) fn connect(address: &str) -> Result<Self, Error> {
        let stream = TcpStream::connect(address).map_err(|error| broken(&error))?;
        stream.set_nodelay(true).map_err(|error| broken(&error))?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Posts a body; it must be answered 200.
    pub(super) fn post(&mut self, body: &[u8]) -> Result<(), Error> {
        let status = self.exchange(body).map_err(|error| broken(&error))?;
        if status.starts_with("HTTP/1.1 200 ") {
            return Ok(());
        }
        Err(Error::wrong(
            format!("the sidecar answered `{}`", status.trim()),
            "post a body to it by hand and see why",
        ))
    }

    /// The first line of the answer.
    fn exchange(&mut self, body: &[u8]) -> io::Result<String> {
        let length = body.len();
        let mut request =
            format!("POST / HTTP/1.1\r\nhost: bench\r\ncontent-length: {length}\r\n\r\n")
                .into_bytes();
        request.extend_from_slice(body);
        self.0.get_mut().write_all(&request)?;
        let mut status = String::new();
        self.0.read_line(&mut status)?;
        let (mut line, mut length) = (String::new(), 0);
        while self.0.read_line(&mut line)? > 2 {
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap_or(0);
            }
            line.clear();
        }
        io::copy(&mut (&mut self.0).take(length), &mut io::sink())?;
        Ok(status)
    }
}

fn broken(error: &io::Error) -> Error {
    Error::wrong(
        format!("the connection to the sidecar broke: {error}"),
        "see what it says on standard error",
    )
}
