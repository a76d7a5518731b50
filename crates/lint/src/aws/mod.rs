//! What AWS writes to CloudTrail: event sources, the names of their events, and what requests carry.
//!
//! `catalogue.txt` is generated from the models of AWS' APIs, `irregular.txt` is kept by hand and says where
//! CloudTrail differs from them. [`Catalogue::builtin`] joins both. That a name is not in it does not prove that
//! AWS never writes it: consoles call operations that nobody documents.

pub(crate) mod catalogue;
mod embedded;
mod error;
pub(crate) mod facts;
mod irregular;
mod join;
mod models;
mod nearest;
pub(crate) mod question;
pub(crate) mod request;
pub(crate) mod rules;
pub(crate) mod vocabulary;

#[cfg(test)]
mod coverage;

pub use catalogue::{Carries, Catalogue, Source};
pub use error::BadLine;
pub use vocabulary::words_of;
