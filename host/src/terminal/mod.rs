//! Writing for people: colour or not, messages, and text of others made harmless.

mod color;
mod escape;
mod messages;
mod report;
mod width;

pub(crate) use color::{ColorChoice, Stream, is_terminal, use_color};
pub(crate) use escape::{harmless, harmless_alerts, harmless_block};
pub(crate) use messages::Messages;
pub(crate) use report::{Audience, print_report};
pub(crate) use width::{output_width, terminal_width};
