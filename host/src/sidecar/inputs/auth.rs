//! Who may send events by HTTP.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::sidecar::config::{AuthConfig, Secret, SecretError};

/// What a client must send as `Authorization`.
#[derive(Clone)]
pub(super) struct Auth {
    /// Only a digest is kept, and compared: it is of the same length whatever was sent.
    expected: [u8; 32],
    challenge: HeaderValue,
}

impl Auth {
    /// Reads the secrets.
    pub(super) fn new(config: &AuthConfig) -> Result<Self, SecretError> {
        let (expected, challenge) = match config {
            AuthConfig::Bearer(secret) => (
                format!("Bearer {}", secret.read()?),
                "Bearer realm=\"falconet\"",
            ),
            AuthConfig::Basic(basic) => (
                basic_credentials(&basic.user, &basic.password)?,
                "Basic realm=\"falconet\", charset=\"UTF-8\"",
            ),
        };
        Ok(Self {
            expected: digest(expected.as_bytes()),
            challenge: HeaderValue::from_static(challenge),
        })
    }

    /// Whether a request may go on; in a time that says nothing of how near it was.
    pub(super) fn allows(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get(header::AUTHORIZATION);
        let sent = sent.map(HeaderValue::as_bytes).unwrap_or_default();
        bool::from(digest(&canonical(sent)).ct_eq(&self.expected))
    }

    /// What `WWW-Authenticate` says to others.
    pub(super) fn challenge(&self) -> HeaderValue {
        self.challenge.clone()
    }
}

fn basic_credentials(user: &str, password: &Secret) -> Result<String, SecretError> {
    let pair = format!("{user}:{}", password.read()?);
    Ok(format!("Basic {}", STANDARD.encode(pair)))
}

/// The name of a scheme is written in any case.
fn canonical(sent: &[u8]) -> Vec<u8> {
    let mut sent = sent.to_vec();
    for scheme in ["Bearer ", "Basic "] {
        if let Some(head) = sent.get_mut(..scheme.len())
            && head.eq_ignore_ascii_case(scheme.as_bytes())
        {
            head.copy_from_slice(scheme.as_bytes());
        }
    }
    sent
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auth(config: &str) -> Auth {
        Auth::new(&serde_saphyr::from_str(config).unwrap()).unwrap()
    }

    fn allows(auth: &Auth, sent: &str) -> bool {
        let value = HeaderValue::from_str(sent).unwrap();
        auth.allows(&HeaderMap::from_iter([(header::AUTHORIZATION, value)]))
    }

    #[test]
    fn only_the_token_is_let_in() {
        let auth = auth("bearer: s3cret");
        assert!(allows(&auth, "Bearer s3cret"));
        assert!(allows(&auth, "bearer s3cret"));
        for sent in [
            "",
            "s3cret",
            "Bearer s3cre",
            "Bearer s3crets",
            "Bearer S3CRET",
            "Basic s3cret",
        ] {
            assert!(!allows(&auth, sent), "{sent}");
        }
        assert!(!auth.allows(&HeaderMap::new()));
        assert!(auth.challenge().to_str().unwrap().starts_with("Bearer "));
    }

    #[test]
    fn only_the_user_with_the_password_is_let_in() {
        let auth = auth("basic: {user: vector, password: 'open sesame'}");
        assert!(allows(&auth, "Basic dmVjdG9yOm9wZW4gc2VzYW1l"));
        assert!(!allows(&auth, "Basic dmVjdG9yOm9wZW4gc2VzYW1"));
        assert!(!allows(&auth, "Bearer dmVjdG9yOm9wZW4gc2VzYW1l"));
        assert!(auth.challenge().to_str().unwrap().starts_with("Basic "));
    }
}
