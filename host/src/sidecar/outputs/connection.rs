//! Connections of outputs, encrypted or not.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use rustls::{ClientConnection, StreamOwned};

use super::OutputError;
use crate::sidecar::config::ClientTlsConfig;
use crate::sidecar::tls::{Connector, TlsError, connector};

/// Whom to connect to, and how.
pub(super) struct Server {
    pub(super) address: String,
    timeout: Duration,
    tls: Option<Connector>,
}

/// A connection.
pub(super) enum Connection {
    Plain(TcpStream),
    Encrypted(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Server {
    /// Reads certificates and keys, and connects to nobody yet.
    pub(super) fn new(
        address: &str,
        timeout: Duration,
        tls: Option<&ClientTlsConfig>,
    ) -> Result<Self, OutputError> {
        let tls = tls.map(|tls| connector(tls, host(address))).transpose();
        Ok(Self {
            address: address.to_owned(),
            timeout,
            tls: tls.map_err(|error| unusable(&error))?,
        })
    }

    /// Connects, with bounds on everything that is done over it later.
    pub(super) fn connect(&self) -> io::Result<Connection> {
        let mut stream = TcpStream::connect_timeout(&resolved(&self.address)?, self.timeout)?;
        stream.set_read_timeout(Some(self.timeout))?;
        stream.set_write_timeout(Some(self.timeout))?;
        stream.set_nodelay(true)?;
        let Some(Connector { config, name }) = &self.tls else {
            return Ok(Connection::Plain(stream));
        };
        let client = ClientConnection::new(config.clone(), name.clone());
        let mut client = client.map_err(io::Error::other)?;
        while client.is_handshaking() {
            client.complete_io(&mut stream)?;
        }
        let encrypted = StreamOwned::new(client, stream);
        Ok(Connection::Encrypted(Box::new(encrypted)))
    }
}

impl Connection {
    /// Whether the other side has not closed it while it lay idle, as far as that is known.
    pub(super) fn is_open(&mut self) -> bool {
        if self.socket().set_nonblocking(true).is_err() {
            return false;
        }
        let is_open = match self {
            Self::Plain(stream) => {
                let looked = stream.peek(&mut [0]);
                would_block(&looked) || matches!(looked, Ok(1))
            }
            Self::Encrypted(encrypted) => is_heard(encrypted),
        };
        self.socket().set_nonblocking(false).is_ok() && is_open
    }

    fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(stream) => stream,
            Self::Encrypted(encrypted) => &encrypted.sock,
        }
    }
}

/// Takes what was said meanwhile; whether that is no farewell.
fn is_heard(encrypted: &mut StreamOwned<ClientConnection, TcpStream>) -> bool {
    let StreamOwned { conn, sock } = encrypted;
    loop {
        let read = conn.read_tls(sock);
        if would_block(&read) {
            return true;
        }
        let goes_on = matches!(read, Ok(1..))
            && conn
                .process_new_packets()
                .is_ok_and(|state| !state.peer_has_closed());
        if !goes_on {
            return false;
        }
    }
}

fn would_block(result: &io::Result<usize>) -> bool {
    matches!(result, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
}

impl Read for Connection {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(bytes),
            Self::Encrypted(stream) => stream.read(bytes),
        }
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Encrypted(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Encrypted(stream) => stream.flush(),
        }
    }
}

/// The first address that a name has.
pub(super) fn resolved(address: &str) -> io::Result<SocketAddr> {
    let mut found = address.to_socket_addrs()?;
    found.next().ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// The host of `HOST:PORT`; an address of IPv6 stands in brackets there.
fn host(address: &str) -> &str {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    host.trim_start_matches('[').trim_end_matches(']')
}

fn unusable(error: &TlsError) -> OutputError {
    OutputError::Unusable {
        what: "tls".to_owned(),
        reason: error.to_string(),
    }
}
