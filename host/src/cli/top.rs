//! Options of `top`.

use clap::Args;

use super::TimeSpan;

/// Options of `top`.
#[derive(Debug, Args)]
pub(crate) struct TopOptions {
    /// The admin listener of a sidecar
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8687")]
    pub(crate) admin: String,
    /// How often it is asked
    #[arg(long, value_name = "TIME", default_value_t = TimeSpan::whole(1))]
    pub(crate) interval: TimeSpan,
    /// Print one frame as text, of what came within an interval
    #[arg(long)]
    pub(crate) once: bool,
}
