//! The shared key of Fluent's protocol: HELO, PING, PONG. Each side shows that it knows the key, and neither sends it.

use rmp::encode::{write_array_len, write_bin, write_bool, write_map_len, write_str};
use subtle::ConstantTimeEq as _;

use super::msgpack::{Head, MsgpackError, Reader};
use crate::sidecar::shared_key::digest;

const NONCE_LENGTH: usize = 16;

/// What is known before a connection comes.
#[derive(Clone)]
pub(super) struct SharedKey {
    key: String,
    /// The name that this side says it has.
    host_name: String,
}

/// The handshake of one connection.
pub(super) struct Handshake<'a> {
    shared: &'a SharedKey,
    nonce: [u8; NONCE_LENGTH],
}

/// What a client says of itself.
struct Ping<'a> {
    host_name: &'a [u8],
    salt: &'a [u8],
    digest: &'a [u8],
}

/// An answer to a client, and whether it may go on.
pub(super) struct Pong {
    pub(super) bytes: Vec<u8>,
    pub(super) allowed: bool,
}

impl SharedKey {
    /// The key of this side.
    pub(super) const fn new(key: String, host_name: String) -> Self {
        Self { key, host_name }
    }

    /// Begins with a number that was never used before.
    pub(super) fn begin(&self) -> Result<Handshake<'_>, getrandom::Error> {
        let mut nonce = [0; NONCE_LENGTH];
        getrandom::fill(&mut nonce)?;
        Ok(Handshake {
            shared: self,
            nonce,
        })
    }
}

impl Handshake<'_> {
    /// What this side says first.
    pub(super) fn helo(&self) -> Vec<u8> {
        message(|out| {
            write_array_len(out, 2)?;
            write_str(out, "HELO")?;
            write_map_len(out, 3)?;
            write_str(out, "nonce")?;
            write_bin(out, &self.nonce)?;
            write_str(out, "auth")?;
            write_str(out, "")?;
            write_str(out, "keepalive")?;
            write_bool(out, true).map_err(rmp::encode::ValueWriteError::InvalidMarkerWrite)
        })
    }

    /// Answers what the client says.
    pub(super) fn answer(&self, ping: &[u8]) -> Result<Pong, MsgpackError> {
        let ping = Ping::read(ping)?;
        let expected = self.digest(ping.salt, ping.host_name);
        let allowed = bool::from(expected.as_bytes().ct_eq(ping.digest));
        let reason = if allowed { "" } else { "shared_key mismatch" };
        let digest = if allowed {
            self.digest(ping.salt, self.shared.host_name.as_bytes())
        } else {
            String::new()
        };
        let bytes = message(|out| {
            write_array_len(out, 5)?;
            write_str(out, "PONG")?;
            write_bool(out, allowed).map_err(rmp::encode::ValueWriteError::InvalidMarkerWrite)?;
            write_str(out, reason)?;
            write_str(out, &self.shared.host_name)?;
            write_str(out, &digest)
        });
        Ok(Pong { bytes, allowed })
    }

    fn digest(&self, salt: &[u8], host_name: &[u8]) -> String {
        digest(salt, host_name, &self.nonce, &self.shared.key)
    }
}

impl<'a> Ping<'a> {
    /// `["PING", host name, salt, digest, user, password]`.
    fn read(bytes: &'a [u8]) -> Result<Self, MsgpackError> {
        let mut reader = Reader(bytes);
        if reader.head()? != Head::Array(6) || reader.text()? != b"PING" {
            return Err(MsgpackError::Expected("a PING"));
        }
        Ok(Self {
            host_name: reader.text()?,
            salt: reader.text()?,
            digest: reader.text()?,
        })
    }
}

type Written = Result<(), rmp::encode::ValueWriteError>;

fn message(write: impl FnOnce(&mut Vec<u8>) -> Written) -> Vec<u8> {
    let mut out = Vec::new();
    let written = write(&mut out);
    debug_assert!(written.is_ok(), "a vector takes any bytes");
    out
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha512};

    use super::*;
    use crate::sidecar::hexadecimal::hexadecimal;

    fn shared() -> SharedKey {
        SharedKey::new("open sesame".to_owned(), "falconet.example".to_owned())
    }

    /// As the protocol says, written down apart from the code above.
    fn digest(salt: &str, host: &str, nonce: &[u8], key: &str) -> String {
        let all = [salt.as_bytes(), host.as_bytes(), nonce, key.as_bytes()].concat();
        hexadecimal(&Sha512::digest(all))
    }

    fn ping(handshake: &Handshake<'_>, key: &str) -> Vec<u8> {
        let digest = digest("salt", "client", &handshake.nonce, key);
        message(|out| {
            write_array_len(out, 6)?;
            for text in ["PING", "client", "salt", &digest, "", ""] {
                write_str(out, text)?;
            }
            Ok(())
        })
    }

    #[test]
    fn who_knows_the_key_is_let_in_and_shown_that_this_side_knows_it() {
        let shared = shared();
        let handshake = shared.begin().unwrap();
        let pong = handshake.answer(&ping(&handshake, "open sesame")).unwrap();
        assert!(pong.allowed);
        let expected = digest("salt", "falconet.example", &handshake.nonce, "open sesame");
        let text = String::from_utf8_lossy(&pong.bytes);
        assert!(text.ends_with(&expected), "{text}");
        let helo = handshake.helo();
        assert_eq!(helo[..6], *b"\x92\xa4HELO");
        assert!(
            helo.windows(NONCE_LENGTH)
                .any(|part| part == handshake.nonce)
        );
    }

    #[test]
    fn who_does_not_is_told_so_and_nothing_else() {
        let shared = shared();
        let handshake = shared.begin().unwrap();
        let pong = handshake.answer(&ping(&handshake, "open barley")).unwrap();
        assert!(!pong.allowed);
        let text = String::from_utf8_lossy(&pong.bytes);
        assert!(text.contains("shared_key mismatch"), "{text}");
        let [first, second] = [shared.begin().unwrap(), shared.begin().unwrap()];
        assert_ne!(first.nonce, second.nonce);
        let again = second.answer(&ping(&first, "open sesame")).unwrap();
        assert!(!again.allowed, "an answer to another nonce");
    }

    #[test]
    fn what_is_no_ping_is_refused() {
        let shared = shared();
        let handshake = shared.begin().unwrap();
        for bytes in [&[0xc0][..], &[0x96, 0xa4, b'P', b'O', b'N', b'G'], &[0x96]] {
            assert!(handshake.answer(bytes).is_err());
        }
    }
}
