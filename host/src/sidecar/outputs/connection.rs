//! What connections have in common.

use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

/// Connects, with bounds on everything that is done over it later.
pub(super) fn connect(address: &str, timeout: Duration) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&resolved(address)?, timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    stream.set_write_timeout(Some(timeout))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// The first address that a name has.
pub(super) fn resolved(address: &str) -> io::Result<SocketAddr> {
    let mut found = address.to_socket_addrs()?;
    found.next().ok_or_else(|| io::ErrorKind::NotFound.into())
}

/// Whether the other side has not closed it while it lay idle, as far as that is known.
pub(super) fn is_open(stream: &TcpStream) -> bool {
    let looked = stream
        .set_nonblocking(true)
        .and_then(|()| stream.peek(&mut [0]));
    let waits = matches!(&looked, Err(error) if error.kind() == io::ErrorKind::WouldBlock);
    stream.set_nonblocking(false).is_ok() && (waits || matches!(looked, Ok(1)))
}
