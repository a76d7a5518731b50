//! Every bound that the host sets, in one place, each an option of the command line.

use crate::cli::{Size, TimeSpan};

/// Bounds on what a scan takes in and what the module may use.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// What one record may cost.
    #[command(flatten)]
    pub input: InputLimits,
    /// What the module may use.
    #[command(flatten)]
    pub module: ModuleLimits,
    /// What the rules may cost.
    #[command(flatten)]
    pub rules: RuleLimits,
}

/// Bounds on the events.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct InputLimits {
    /// Largest record; a larger one is counted as malformed and skipped
    #[arg(long, value_name = "SIZE", default_value_t = Self::default().max_record)]
    pub max_record: Size,
    /// Bytes given to the module at once
    #[arg(long, value_name = "SIZE", default_value_t = Self::default().batch)]
    pub batch: Size,
    /// Malformed records described before they are only counted
    #[arg(long, value_name = "N", default_value_t = Self::default().max_problems)]
    pub max_problems: u32,
    /// Wrappings that may be around an event, such as SQS around SNS around EventBridge; one more makes it malformed
    #[arg(long, value_name = "N", default_value_t = Self::default().max_wrappings)]
    pub max_wrappings: u32,
    /// Largest window of a zstd input; one that asks for more is unreadable
    #[arg(long, value_name = "SIZE", default_value_t = Self::default().zstd_window)]
    pub zstd_window: Size,
    /// Alerts and events that may wait for their turn while others come first; beyond it threads wait instead
    #[arg(long, value_name = "SIZE", default_value_t = Self::default().backlog)]
    pub backlog: Size,
}

impl Limits {
    /// Says what is wrong with them together, if anything: a batch lies in the module's memory.
    pub(crate) fn contradiction(&self) -> Option<String> {
        let (batch, memory) = (self.input.batch, self.module.memory);
        (batch >= memory).then(|| {
            format!("a batch of {batch} (--batch) does not fit in a memory of {memory} (--memory)")
        })
    }
}

impl Default for InputLimits {
    fn default() -> Self {
        Self {
            max_record: Size::mebibytes(128),
            batch: Size::mebibytes(1),
            max_problems: 10,
            max_wrappings: 4,
            zstd_window: Size::mebibytes(128),
            backlog: Size::mebibytes(64),
        }
    }
}

/// Bounds on the module.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct ModuleLimits {
    /// Memory of the module, of each thread by itself; at the bound its allocations fail
    #[arg(long, value_name = "SIZE", default_value_t = Self::default().memory)]
    pub memory: Size,
    /// Time for one call into the module: loading the rules, or judging one batch
    #[arg(long, value_name = "TIME", default_value_t = Self::default().timeout)]
    pub timeout: TimeSpan,
    /// Stack of the module's compiled code
    #[arg(long, value_name = "SIZE", default_value_t = Self::default().stack)]
    pub stack: Size,
}

/// Stack for everything but the module's code, which comes on top.
const OWN_STACK: usize = 4 << 20;

impl ModuleLimits {
    /// The stack of a thread that calls the module, whose stack is part of the thread's.
    pub(crate) fn thread_stack(&self) -> usize {
        OWN_STACK.saturating_add(self.stack.in_memory())
    }
}

impl Default for ModuleLimits {
    fn default() -> Self {
        Self {
            memory: Size::mebibytes(1024),
            timeout: TimeSpan::whole(10),
            stack: Size::mebibytes(2),
        }
    }
}

/// Bounds on the rules.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "Limits")]
pub struct RuleLimits {
    /// Size of all rules files together
    #[arg(long, value_name = "SIZE", default_value_t = Self::default().max_rules)]
    pub max_rules: Size,
}

impl Default for RuleLimits {
    fn default() -> Self {
        Self {
            max_rules: Size::mebibytes(64),
        }
    }
}
