//! Runs targets for as long as it is told: `cargo xtask fuzz`.

fn main() {}
