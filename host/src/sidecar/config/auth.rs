//! How a client says who it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Secret;

/// How a client says who it is.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AuthConfig {
    /// By a token.
    Bearer(Secret),
    /// By a user and a password.
    Basic(BasicConfig),
}

/// A user and a password.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BasicConfig {
    /// The user.
    pub(crate) user: String,
    /// The password.
    pub(crate) password: Secret,
}

impl AuthConfig {
    /// What must not become known.
    pub(super) const fn secret(&self) -> &Secret {
        match self {
            Self::Bearer(secret) => secret,
            Self::Basic(basic) => &basic.password,
        }
    }
}
