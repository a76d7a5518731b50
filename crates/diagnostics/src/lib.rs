//! Spans, sources, diagnostics and their renderers. Knows nothing of Falco or WebAssembly.
//!
//! A [`Diagnostic`] is data; [`render`] turns it into text, one renderer a file.

mod diagnostic;
mod escape;
mod excerpt;
mod nearest;
pub mod render;
mod source;
mod span;

pub use diagnostic::{Code, Diagnostic, Label, Severity};
pub use escape::{escape_control, is_unsafe};
pub use excerpt::{excerpt, excerpts};
pub use nearest::{Hint, Meant, alternatives, did_you_mean, nearest};
pub use source::{LineColumn, Source, SourceId, Sources};
pub use span::Span;
