//! What a change of rules does: to the rules ([`Definitions`]), and to the alerts of real events. Two engines judge the same
//! batches, [`compare`] says in lines of JSON how their alerts differ, and [`Traffic`] adds such lines up.

mod changes;
mod definitions;
mod render;
mod traffic;

#[cfg(test)]
mod tests;

pub use changes::{Side, compare, settings};
pub use definitions::Definitions;
pub use falconet_diagnostics::render::terminal::Look;
pub use render::{Format, render};
pub use traffic::Traffic;
