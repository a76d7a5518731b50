//! Why a question of the editor has no answer, as the protocol counts.

use gen_lsp_types::ErrorCodes;
use gen_lsp_types::json_rpc::Error;

use super::frames::FrameError;
use crate::commands::CommandError;
use crate::rules::RulesError;

/// The protocol's number for a request that was right and failed.
const REQUEST_FAILED: i32 = -32803;
/// The protocol's number for a request that nobody waits for any longer.
const REQUEST_CANCELLED: i32 = -32800;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum LspError {
    /// It was not read.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// It is no JSON.
    #[error("the message is no JSON: {0}")]
    NoJson(serde_json::Error),
    /// It is none of the protocol.
    #[error("the message is none of JSON-RPC 2.0: {0}")]
    NoRequest(String),
    /// There is no such question.
    #[error("there is no method `{0}` here")]
    NoMethod(String),
    /// It comes before the first.
    #[error("`initialize` has to come first")]
    NotInitialized,
    /// It comes where nothing more is to come.
    #[error("the server was told to shut down, or to initialize twice")]
    OutOfOrder,
    /// It says something else than this question says.
    #[error("the parameters are not understood: {0}")]
    Parameters(#[from] serde_json::Error),
    /// It is about a document that was never opened.
    #[error("the document `{0}` is not open")]
    NoDocument(String),
    /// It is about a document of which a change could not be taken.
    #[error(
        "what the document `{0}` holds is not known, since a change of it could not be taken: close it and open it again"
    )]
    OutOfSync(String),
    /// The editor does not want to know any longer.
    #[error("the request was cancelled")]
    Cancelled,
    /// It is about a place that there is not.
    #[error("line {line} is behind the end of the document, which has {lines}")]
    NoLine {
        /// The line, from 0.
        line: u32,
        /// How many there are.
        lines: usize,
    },
    /// A range ends before it begins.
    #[error("a range ends before it begins")]
    Backwards,
    /// Nothing is done, for that reason.
    #[error("{0}")]
    Refused(String),
    /// The rules cannot be read.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// The module has no answer.
    #[error(transparent)]
    Module(#[from] CommandError),
}

impl LspError {
    const fn code(&self) -> ErrorCodes {
        match self {
            Self::Frame(_) | Self::NoJson(_) => ErrorCodes::ParseError,
            Self::NoRequest(_) | Self::OutOfOrder => ErrorCodes::InvalidRequest,
            Self::NoMethod(_) => ErrorCodes::MethodNotFound,
            Self::NotInitialized => ErrorCodes::ServerNotInitialized,
            Self::Parameters(_) | Self::NoDocument(_) | Self::NoLine { .. } | Self::Backwards => {
                ErrorCodes::InvalidParams
            }
            Self::Refused(_) | Self::Rules(_) | Self::OutOfSync(_) => {
                ErrorCodes::Custom(REQUEST_FAILED)
            }
            Self::Cancelled => ErrorCodes::Custom(REQUEST_CANCELLED),
            Self::Module(_) => ErrorCodes::InternalError,
        }
    }

    /// Whether a change that fails for it leaves nobody knowing what the document holds. It is so already where that was
    /// told before.
    pub(super) const fn loses_text(&self) -> bool {
        !matches!(self, Self::OutOfSync(_) | Self::NoDocument(_))
    }

    /// As the protocol has it.
    pub(super) fn told(&self) -> Error {
        Error {
            code: self.code(),
            message: self.to_string(),
            data: None,
        }
    }
}
