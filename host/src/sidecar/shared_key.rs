//! How each side of Fluent's protocol shows that it knows the shared key, without sending it.

use sha2::{Digest as _, Sha512};

use super::hexadecimal::hexadecimal;

/// The SHA-512 of all of them, as the protocol writes it. `host` is the name of the side that shows what it knows.
pub(super) fn digest(
    salt: impl AsRef<[u8]>,
    host: impl AsRef<[u8]>,
    nonce: &[u8],
    key: &str,
) -> String {
    let mut digest = Sha512::new();
    for part in [salt.as_ref(), host.as_ref(), nonce, key.as_bytes()] {
        digest.update(part);
    }
    hexadecimal(&digest.finalize())
}
