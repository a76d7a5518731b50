//! The shared key from the side of a client: HELO comes, PING goes, PONG comes.

use rmp_serde::encode;
use serde::Deserialize;
use serde_bytes::ByteBuf;
use subtle::ConstantTimeEq as _;

use crate::sidecar::hexadecimal::hexadecimal;
use crate::sidecar::shared_key::digest;

const SALT_LENGTH: usize = 16;

/// Why a server is not talked to.
#[derive(Debug, thiserror::Error)]
pub(super) enum HandshakeError {
    /// It says something else.
    #[error("it does not begin with a handshake as one with a shared key does")]
    NoHandshake,
    /// It does not take ours.
    #[error("it does not take the shared key: `{0}`")]
    Refused(String),
    /// It does not know the key.
    #[error("it does not know the shared key")]
    Stranger,
    /// There is no random number.
    #[error("there is no random number: {0}")]
    Random(#[from] getrandom::Error),
    /// It cannot be said.
    #[error("the handshake cannot be written: {0}")]
    Encode(#[from] encode::Error),
}

/// Who knows a key.
pub(super) struct Client {
    host: String,
    key: String,
}

/// `["HELO", {nonce, auth, keepalive}]`.
#[derive(Deserialize)]
pub(super) struct Helo(String, Options);

#[derive(Deserialize)]
struct Options {
    nonce: ByteBuf,
}

/// `["PONG", taken, reason, host, digest]`.
#[derive(Deserialize)]
pub(super) struct Pong(String, bool, String, String, String);

/// What a server that knows the key says.
pub(super) struct Expected<'a> {
    key: &'a str,
    salt: String,
    nonce: Vec<u8>,
}

impl Client {
    pub(super) const fn new(host: String, key: String) -> Self {
        Self { host, key }
    }

    /// What to answer, and what is expected then.
    pub(super) fn ping(&self, helo: &Helo) -> Result<(Vec<u8>, Expected<'_>), HandshakeError> {
        let Helo(word, options) = helo;
        if word != "HELO" {
            return Err(HandshakeError::NoHandshake);
        }
        let mut salt = [0; SALT_LENGTH];
        getrandom::fill(&mut salt)?;
        let salt = hexadecimal(&salt);
        let digest = digest(&salt, &self.host, &options.nonce, &self.key);
        let ping = encode::to_vec(&("PING", &self.host, &salt, digest, "", ""))?;
        let expected = Expected {
            key: &self.key,
            salt,
            nonce: options.nonce.to_vec(),
        };
        Ok((ping, expected))
    }
}

impl Expected<'_> {
    /// Whether the server is one that knows the key.
    pub(super) fn check(&self, pong: &Pong) -> Result<(), HandshakeError> {
        let Pong(word, taken, reason, host, said) = pong;
        if word != "PONG" {
            return Err(HandshakeError::NoHandshake);
        }
        if !taken {
            let reason: String = reason.escape_debug().take(100).collect();
            return Err(HandshakeError::Refused(reason));
        }
        let digest = digest(&self.salt, host, &self.nonce, self.key);
        if bool::from(digest.as_bytes().ct_eq(said.as_bytes())) {
            Ok(())
        } else {
            Err(HandshakeError::Stranger)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client() -> Client {
        Client::new("client".to_owned(), "open sesame".to_owned())
    }

    fn helo(word: &str) -> Helo {
        let options = Options {
            nonce: ByteBuf::from("nonce"),
        };
        Helo(word.to_owned(), options)
    }

    fn pong(taken: bool, digest: String) -> Pong {
        let [word, reason, host] = ["PONG", "no \x1b[1m", "server"].map(str::to_owned);
        Pong(word, taken, reason, host, digest)
    }

    #[test]
    fn a_server_that_knows_the_key_is_talked_to_and_no_other() {
        let client = client();
        let (ping, expected) = client.ping(&helo("HELO")).unwrap();
        let said: [String; 6] = rmp_serde::from_slice(&ping).unwrap();
        assert_eq!(said[3], digest(&said[2], "client", b"nonce", "open sesame"));
        let known = digest(&said[2], "server", b"nonce", "open sesame");
        assert!(expected.check(&pong(true, known.clone())).is_ok());
        let stranger = expected.check(&pong(true, known.replace('a', "b")));
        assert!(matches!(stranger, Err(HandshakeError::Stranger)));
        let refused = expected.check(&pong(false, String::new())).unwrap_err();
        assert!(
            refused.to_string().ends_with("`no \\u{1b}[1m`"),
            "{refused}"
        );
    }

    #[test]
    fn who_begins_with_something_else_is_no_server() {
        let error = client().ping(&helo("HI")).err().unwrap();
        assert!(matches!(error, HandshakeError::NoHandshake));
    }
}
