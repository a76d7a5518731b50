//! YAML text to nodes that know where they stand.
//!
//! This is the only place that knows which YAML parser is used. What Falco takes from its own parser, yaml-cpp, is kept:
//! scalars stay text, the first of two equal keys wins, merge keys mean nothing, and positions are yaml-cpp's.

mod builder;
mod error;
mod layout;
mod limits;
mod mark;
mod node;
mod open;
mod size;
mod spelling;

pub use builder::{parse, yaml_events};
pub use error::YamlError;
pub(crate) use layout::comments;
pub use limits::YamlLimits;
pub use mark::Mark;
pub use node::{Documents, Kind, Node};
pub(crate) use open::unclosed;
pub(crate) use spelling::spell;
