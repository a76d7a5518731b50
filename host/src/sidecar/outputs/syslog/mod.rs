//! Syslog by RFC 5424. Nobody confirms anything: what was handed to the system counts as sent.

mod message;

use std::io::{self, Write as _};
use std::net::UdpSocket;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use bytes::Bytes;
use rustix::io::Errno;

use super::OutputError;
use super::connection::{Connection, Server, resolved};
use super::target::{Sent, Target};
use crate::sidecar::config::{SyslogConfig, SyslogTransport};
use message::Form;

/// Bytes that are written at once to a connection.
const MOST_TOGETHER: usize = 1 << 20;

/// A syslog server.
pub(super) struct Syslog {
    form: Form,
    transport: SyslogTransport,
    server: Server,
    timeout: Duration,
    socket: Option<Socket>,
}

enum Socket {
    Udp(UdpSocket),
    Unix(UnixDatagram),
    Tcp(Connection),
}

impl Syslog {
    /// Connects with the first alert.
    pub(super) fn new(config: &SyslogConfig, host: &str) -> Result<Self, OutputError> {
        let timeout = config.timeout.duration();
        Ok(Self {
            form: Form::new(config, host),
            transport: config.transport,
            server: Server::new(&config.address, timeout, config.tls.as_ref())?,
            timeout,
            socket: None,
        })
    }

    fn connect(&self) -> io::Result<Socket> {
        Ok(match self.transport {
            SyslogTransport::Udp => {
                let address = resolved(&self.server.address)?;
                let any = if address.is_ipv4() {
                    "0.0.0.0:0"
                } else {
                    "[::]:0"
                };
                let socket = UdpSocket::bind(any)?;
                socket.connect(address)?;
                Socket::Udp(socket)
            }
            SyslogTransport::Unix => {
                let socket = UnixDatagram::unbound()?;
                socket.connect(&self.server.address)?;
                socket.set_write_timeout(Some(self.timeout))?;
                Socket::Unix(socket)
            }
            SyslogTransport::Tcp => Socket::Tcp(self.server.connect()?),
        })
    }

    /// The socket that is connected, or another one.
    fn socket(&mut self) -> io::Result<&mut Socket> {
        let open = self.socket.take();
        let open = open.and_then(|mut socket| socket.is_open().then_some(socket));
        let socket = match open {
            Some(socket) => socket,
            None => self.connect()?,
        };
        Ok(self.socket.insert(socket))
    }

    fn failed(&mut self, done: usize, error: &io::Error) -> Sent {
        self.socket = None;
        let failed = OutputError::Send {
            to: self.server.address.clone(),
            reason: error.to_string(),
        };
        Sent::failed(done, failed)
    }

    fn datagrams(&mut self, alerts: &[Bytes]) -> Sent {
        for (done, alert) in alerts.iter().enumerate() {
            let message = self.form.message(alert);
            let sent = self.socket().and_then(|socket| socket.send(&message));
            match sent {
                Ok(()) => {}
                Err(error) if error.raw_os_error() == Some(Errno::MSGSIZE.raw_os_error()) => {
                    let reason = format!("a message of {} bytes is no datagram", message.len());
                    return Sent::refused(done, reason);
                }
                Err(error) => return self.failed(done, &error),
            }
        }
        Sent::all(alerts)
    }

    /// After an error all alerts of the connection's last write go out again: rather twice than not at all.
    fn stream(&mut self, alerts: &[Bytes]) -> Sent {
        let mut frames = Vec::new();
        let mut done = 0;
        for (at, alert) in alerts.iter().enumerate() {
            self.form.frame(alert, &mut frames);
            if frames.len() >= MOST_TOGETHER || at + 1 == alerts.len() {
                if let Err(error) = self.socket().and_then(|socket| socket.send(&frames)) {
                    return self.failed(done, &error);
                }
                frames.clear();
                done = at + 1;
            }
        }
        Sent::all(alerts)
    }
}

impl Target for Syslog {
    fn send(&mut self, alerts: &[Bytes]) -> Sent {
        match self.transport {
            SyslogTransport::Tcp => self.stream(alerts),
            SyslogTransport::Udp | SyslogTransport::Unix => self.datagrams(alerts),
        }
    }
}

impl Socket {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Udp(socket) => socket.send(bytes).map(drop),
            Self::Unix(socket) => socket.send(bytes).map(drop),
            Self::Tcp(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
        }
    }

    /// Whether the other side has not closed it, as far as that is known.
    fn is_open(&mut self) -> bool {
        match self {
            Self::Tcp(stream) => stream.is_open(),
            Self::Udp(_) | Self::Unix(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::net::TcpListener;

    use super::*;
    use crate::sidecar::outputs::Rest;

    fn syslog(transport: &str, address: &str) -> Syslog {
        let config = format!("{{transport: {transport}, address: '{address}', timeout: 5s}}");
        Syslog::new(&serde_saphyr::from_str(&config).unwrap(), "host").unwrap()
    }

    fn alerts(texts: &[&'static str]) -> Vec<Bytes> {
        texts
            .iter()
            .map(|text| Bytes::from_static(text.as_bytes()))
            .collect()
    }

    #[test]
    fn datagrams_come_one_an_alert_and_one_that_is_too_large_is_refused() {
        let server = UdpSocket::bind("127.0.0.1:0").unwrap();
        server
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let mut syslog = syslog("udp", &server.local_addr().unwrap().to_string());
        let mut blocks = alerts(&["{\"a\":1}\n", "{\"a\":2}\n"]);
        blocks.push(Bytes::from(vec![b'x'; 70_000]));
        let sent = syslog.send(&blocks);
        assert_eq!(sent.done, 2);
        assert!(matches!(sent.rest, Rest::Refused(_)), "{sent:?}");
        for end in ["{\"a\":1}", "{\"a\":2}"] {
            let mut bytes = [0; 1000];
            let length = server.recv(&mut bytes).unwrap();
            let said = str::from_utf8(&bytes[..length]).unwrap();
            assert!(said.starts_with("<134>1 ") && said.ends_with(end), "{said}");
        }
    }

    #[test]
    fn a_socket_of_this_machine_takes_alerts_once_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let mut syslog = syslog("unix", path.to_str().unwrap());
        assert!(matches!(
            syslog.send(&alerts(&["a\n"])).rest,
            Rest::Failed(_)
        ));
        let server = UnixDatagram::bind(&path).unwrap();
        assert_eq!(syslog.send(&alerts(&["a\n"])).done, 1);
        let mut bytes = [0; 1000];
        let length = server.recv(&mut bytes).unwrap();
        assert!(bytes[..length].ends_with(b" - a"));
    }

    #[test]
    fn a_connection_that_was_closed_is_made_again() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut syslog = syslog("tcp", &server.local_addr().unwrap().to_string());
        for _ in 0..2 {
            assert_eq!(syslog.send(&alerts(&["a\n", "b\n"])).done, 2);
            let (mut stream, _) = server.accept().unwrap();
            let mut said = String::new();
            let ends = |said: &str| said.ends_with(" - b");
            while !ends(&said) {
                let mut bytes = [0; 1000];
                let length = stream.read(&mut bytes).unwrap();
                said.push_str(str::from_utf8(&bytes[..length]).unwrap());
            }
            let (length, rest) = said.split_once(' ').unwrap();
            let second = &rest[length.parse::<usize>().unwrap()..];
            let (length, rest) = second.split_once(' ').unwrap();
            assert_eq!(rest.len(), length.parse::<usize>().unwrap());
            drop(stream);
            let closed = syslog.socket.as_mut().unwrap();
            while closed.is_open() {
                std::thread::yield_now();
            }
        }
    }
}
