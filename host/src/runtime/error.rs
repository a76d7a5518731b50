//! Why a module cannot be used at all.

use super::{ABI_VERSION, Failure};

/// Why a module could not be made ready.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RuntimeError {
    /// The machine does not support what the runtime needs.
    #[error("cannot set up the WebAssembly runtime: {0}")]
    Engine(String),
    /// The bytes are no module, or use a feature that is off.
    #[error("not a WebAssembly module that falconet can run: {0}")]
    Compile(String),
    /// It wants something that no host gives, such as a memory of its own choice.
    #[error("the module cannot be linked: {0}")]
    Link(String),
    /// An export of the ABI is absent or of another type.
    #[error("not a falconet module: it has no usable export `{0}`")]
    Export(&'static str),
    /// Another version of the ABI.
    #[error(
        "the module speaks version {found} of the ABI, this falconet speaks version {ABI_VERSION}"
    )]
    Version {
        /// What the module answered.
        found: u32,
    },
    /// It trapped before it was asked anything.
    #[error("the module cannot be started: {0}")]
    Start(#[from] Failure),
}
