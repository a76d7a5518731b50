//! What is scanned: finding the files, opening and decompressing them, reading them batch by batch in bounded memory.

mod discovery;
mod error;
mod feed;
mod names;
mod source;

pub use discovery::{Discovery, Input, LeftOut};
pub use error::InputError;
pub use feed::Feed;
pub use source::{Filled, Source};
