//! Fluent Bit's or Fluentd's forward input: alerts as records, several in a message, which the server confirms.

mod handshake;
mod message;

use std::io::{self, Read as _, Write as _};
use std::sync::Arc;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::OutputError;
use super::connection::{Connection, Server};
use super::target::{Sent, Target};
use crate::sidecar::config::{ForwardOutputConfig, Secret};
use handshake::{Client, HandshakeError};

/// Bytes of an answer.
const MOST_OF_AN_ANSWER: u64 = 64 << 10;

/// A forward input.
pub(super) struct Forward {
    server: Server,
    tag: String,
    ack: bool,
    client: Option<Client>,
    max_alerts: usize,
    max_bytes: usize,
    stream: Option<Connection>,
}

/// Why a message is not known to be there.
#[derive(Debug, thiserror::Error)]
enum ForwardError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it answers something that is not understood: {0}")]
    Answer(#[from] rmp_serde::decode::Error),
    #[error("it confirms `{0}`, which was not sent")]
    Other(String),
    #[error("{0}")]
    Handshake(#[from] HandshakeError),
    #[error("an alert cannot be put into a message: {0}")]
    Encode(#[from] rmp_serde::encode::Error),
    #[error("there is no random number: {0}")]
    Random(#[from] getrandom::Error),
}

/// What confirms a message.
#[derive(Deserialize)]
struct Ack {
    ack: String,
}

impl Forward {
    /// Connects with the first alert.
    pub(super) fn new(config: &ForwardOutputConfig, host: String) -> Result<Self, OutputError> {
        let key = config.shared_key.as_ref().map(Secret::read);
        let key = key.transpose().map_err(Arc::new)?;
        Ok(Self {
            server: Server::new(
                &config.address,
                config.timeout.duration(),
                config.tls.as_ref(),
            )?,
            tag: config.tag.clone(),
            ack: config.ack,
            client: key.map(|key| Client::new(host, key)),
            max_alerts: config.max_alerts,
            max_bytes: config.max_bytes.in_memory(),
            stream: None,
        })
    }

    fn connect(&self) -> Result<Connection, ForwardError> {
        let mut stream = self.server.connect()?;
        if let Some(client) = &self.client {
            let helo = answer(&mut stream)?;
            let (ping, expected) = client.ping(&helo)?;
            stream.write_all(&ping)?;
            stream.flush()?;
            expected.check(&answer(&mut stream)?)?;
        }
        Ok(stream)
    }

    fn message<'a>(&self, alerts: &'a [Bytes]) -> &'a [Bytes] {
        let mut bytes = 0;
        let fitting = alerts.iter().take(self.max_alerts).take_while(|alert| {
            bytes += alert.len();
            bytes <= self.max_bytes
        });
        let count = fitting.count().max(1);
        alerts.get(..count).unwrap_or(alerts)
    }

    /// An error leaves no connection: what comes over it next would be taken for the answer to something else.
    fn deliver(&mut self, alerts: &[Bytes]) -> Result<(), ForwardError> {
        let open = self.stream.take();
        let open = open.and_then(|mut stream| stream.is_open().then_some(stream));
        let mut stream = match open {
            Some(stream) => stream,
            None => self.connect()?,
        };
        let chunk = if self.ack {
            Some(message::chunk()?)
        } else {
            None
        };
        let message = message::packed(&self.tag, alerts, chunk.as_deref())?;
        stream.write_all(&message)?;
        stream.flush()?;
        if let Some(chunk) = chunk {
            let Ack { ack } = answer(&mut stream)?;
            if ack != chunk {
                return Err(ForwardError::Other(ack.chars().take(64).collect()));
            }
        }
        self.stream = Some(stream);
        Ok(())
    }
}

impl Target for Forward {
    fn send(&mut self, alerts: &[Bytes]) -> Sent {
        let mut done = 0;
        while let Some(rest) = alerts.get(done..).filter(|rest| !rest.is_empty()) {
            let message = self.message(rest);
            match self.deliver(message) {
                Ok(()) => done += message.len(),
                Err(error) => {
                    let failed = OutputError::Send {
                        to: self.server.address.clone(),
                        reason: error.to_string(),
                    };
                    return Sent::failed(done, failed);
                }
            }
        }
        Sent::all(alerts)
    }
}

/// The next thing that the server says.
fn answer<T: DeserializeOwned>(stream: &mut Connection) -> Result<T, rmp_serde::decode::Error> {
    rmp_serde::from_read(stream.take(MOST_OF_AN_ANSWER))
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    use rmp_serde::{from_read, to_vec, to_vec_named};
    use serde_json::{Value, json};

    use super::*;
    use crate::sidecar::outputs::Rest;

    /// A message, without its entries' times.
    type Message = (String, serde_bytes::ByteBuf, Value);

    fn forward(server: &TcpListener, more: &str) -> Forward {
        let address = server.local_addr().unwrap();
        let config = format!("{{address: '{address}', timeout: 5s{more}}}");
        Forward::new(
            &serde_saphyr::from_str(&config).unwrap(),
            "client".to_owned(),
        )
        .unwrap()
    }

    fn alerts() -> Vec<Bytes> {
        ["{\"a\":1}\n", "{\"a\":2}\n", "{\"a\":3}\n"]
            .map(Bytes::from)
            .to_vec()
    }

    /// How many alerts a message has; it is confirmed as `ack` makes it of its chunk.
    fn confirm(stream: &TcpStream, ack: impl FnOnce(&str) -> String) -> u64 {
        let (tag, entries, options): Message = from_read(stream).unwrap();
        assert_eq!((tag.as_str(), entries[0]), ("falco.alerts", 0x92));
        let ack = ack(options["chunk"].as_str().unwrap());
        let mut stream = stream;
        stream
            .write_all(&to_vec_named(&json!({"ack": ack})).unwrap())
            .unwrap();
        options["size"].as_u64().unwrap()
    }

    #[test]
    fn alerts_are_done_with_once_their_message_is_confirmed() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut forward = forward(&server, ", max_alerts: 2");
        let serving = thread::spawn(move || {
            let (stream, _) = server.accept().unwrap();
            let sizes = [0; 2].map(|_| confirm(&stream, str::to_owned));
            drop(stream);
            let (stream, _) = server.accept().unwrap();
            (sizes, confirm(&stream, |_| "something else".to_owned()))
        });
        assert_eq!(forward.send(&alerts()).done, 3);
        let open = forward.stream.as_mut().unwrap();
        while open.is_open() {
            thread::yield_now();
        }
        let sent = forward.send(&alerts());
        assert_eq!(sent.done, 0);
        let Rest::Failed(error) = sent.rest else {
            panic!("{sent:?}")
        };
        assert!(error.to_string().contains("`something else`"), "{error}");
        assert_eq!(serving.join().unwrap(), ([2, 1], 2));
    }

    #[test]
    fn a_message_that_is_not_confirmed_is_not_done_with() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut forward = forward(&server, "");
        let serving = thread::spawn(move || {
            let (stream, _) = server.accept().unwrap();
            let _: Message = from_read(&stream).unwrap();
        });
        let sent = forward.send(&alerts());
        assert_eq!(sent.done, 0);
        assert!(matches!(sent.rest, Rest::Failed(_)), "{sent:?}");
        serving.join().unwrap();
    }

    #[test]
    fn a_server_that_does_not_know_the_key_gets_no_alert() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut forward = forward(&server, ", shared_key: open sesame");
        let serving = thread::spawn(move || {
            let (mut stream, _) = server.accept().unwrap();
            let helo = ("HELO", json!({"nonce": "x", "auth": "", "keepalive": true}));
            stream.write_all(&to_vec(&helo).unwrap()).unwrap();
            let ping: Vec<String> = from_read(&stream).unwrap();
            assert_eq!((ping[0].as_str(), ping[1].as_str()), ("PING", "client"));
            let answer = ("PONG", true, "", "server", "no digest");
            stream.write_all(&to_vec(&answer).unwrap()).unwrap();
            let mut more = Vec::new();
            stream.read_to_end(&mut more).unwrap();
            more
        });
        let sent = forward.send(&alerts());
        let Rest::Failed(error) = sent.rest else {
            panic!("{sent:?}")
        };
        assert!(
            error.to_string().contains("does not know the shared key"),
            "{error}"
        );
        assert!(serving.join().unwrap().is_empty());
    }
}
