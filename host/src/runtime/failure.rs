//! Why a call into the module failed. After any of these the instance is dead.

use wasmtime::{Trap, UnknownImportError};

use crate::cli::{Size, TimeSpan};

/// Why a call into the module failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The deadline passed.
    #[error("the module ran over its time of {0} (--timeout)")]
    OutOfTime(TimeSpan),
    /// An allocation failed at the memory cap.
    #[error("the module ran out of its memory of {0} (--memory)")]
    OutOfMemory(Size),
    /// The stack in the module's memory, or that of its compiled code, is full.
    #[error("the module overflowed its stack")]
    OutOfStack,
    /// It gave up with a message.
    #[error("the module gave up: {0}")]
    Panic(String),
    /// It gave up without one.
    #[error("the module gave up without saying why")]
    Silent,
    /// It called a function that no host gives it.
    #[error("the module called `{0}`, which this host does not give it")]
    Import(String),
    /// More was to be put into it than its address space holds.
    #[error("the module cannot be given {0} bytes, only less than 4 GiB at once")]
    TooMuch(usize),
    /// Any other trap.
    #[error("the module failed: {0}")]
    Trap(String),
    /// It answered with something that the ABI does not allow.
    #[error("the module broke its contract: {0}")]
    Contract(&'static str),
}

/// What is known about a call that did not return.
pub(super) enum Cause {
    Interrupted,
    Stack,
    Unreachable,
    Import(String),
    Other(String),
}

/// A Rust module's own stack lies first in its memory and grows down, so overflowing it reaches below address zero, which is
/// outside: safe Rust has no other way to leave its memory.
pub(super) fn cause(error: &wasmtime::Error) -> Cause {
    if let Some(import) = error.downcast_ref::<UnknownImportError>() {
        return Cause::Import(format!("{}::{}", import.module(), import.name()));
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => Cause::Interrupted,
        Some(Trap::StackOverflow | Trap::MemoryOutOfBounds) => Cause::Stack,
        Some(Trap::UnreachableCodeReached) => Cause::Unreachable,
        Some(trap) => Cause::Other(trap.to_string()),
        None => Cause::Other(format!("{error:#}")),
    }
}
