//! An instance of the module with its rules loaded.

use crate::commands::{CommandError, ask, read_answer};
use crate::environment::now_ns;
use crate::messages::{LoadAnswer, Request, RuleCounts, StatisticsAnswer};
use crate::runtime::{Evaluation, Failure, Instance, Program};
use crate::terminal::Messages;

/// An instance of the module with its rules loaded.
pub(crate) struct Loaded {
    instance: Instance,
    handle: u32,
}

impl Loaded {
    /// Loads the rules and passes on what the module says about them.
    pub(crate) fn first(
        mut instance: Instance,
        request: &[u8],
        messages: Messages,
    ) -> Result<Self, CommandError> {
        let answer: LoadAnswer = read_answer(&instance.load(request)?)?;
        messages.block(&answer.rendered);
        if answer.ok && answer.rules.enabled == 0 {
            messages.note("no rule is enabled, so there can be no alert");
        }
        Self::of(instance, answer)
    }

    /// Loads the rules and says nothing: the error holds what the module says about bad ones.
    pub(crate) fn quietly(
        program: &Program,
        request: &[u8],
    ) -> Result<(Self, RuleCounts), CommandError> {
        let mut instance = program.start()?;
        let answer: LoadAnswer = read_answer(&instance.load(request)?)?;
        if !answer.ok && !answer.rendered.is_empty() {
            return Err(CommandError::BadRules(answer.rendered));
        }
        let counts = answer.rules;
        Ok((Self::of(instance, answer)?, counts))
    }

    /// Loads the rules again, after an instance died. They were good before, so there is nothing new to say.
    pub(crate) fn again(program: &Program, request: &[u8]) -> Result<Self, CommandError> {
        let mut instance = program.start()?;
        let answer = read_answer(&instance.load(request)?)?;
        Self::of(instance, answer)
    }

    fn of(instance: Instance, answer: LoadAnswer) -> Result<Self, CommandError> {
        match (answer.fatal, answer.handle) {
            (Some(fatal), _) => Err(CommandError::Refused(fatal)),
            (None, Some(handle)) if answer.ok => Ok(Self { instance, handle }),
            _ => Err(Failure::Contract("it loaded no rules and does not say why").into()),
        }
    }

    /// Tells the module the time, for events that carry none.
    pub(crate) fn tell_time(&mut self) -> Result<(), CommandError> {
        ask::<serde::de::IgnoredAny>(&mut self.instance, &Request::Clock { now_ns: now_ns() })
            .map(drop)
    }

    /// What is to be printed behind the last alert; nothing where alerts are JSON.
    pub(super) fn statistics(&mut self) -> Result<Option<String>, CommandError> {
        let request = Request::Statistics {
            handle: self.handle,
        };
        ask(&mut self.instance, &request).map(|answer: StatisticsAnswer| answer.text)
    }

    /// Where the next batch is to be put.
    pub(crate) fn batch_buffer(&mut self, len: usize) -> Result<&mut [u8], Failure> {
        self.instance.batch_buffer(len)
    }

    /// Puts these bytes where the next batch is to be, which has room for them.
    pub(crate) fn give(&mut self, bytes: &[u8], room: usize) -> Result<(), Failure> {
        let buffer = self.batch_buffer(room)?;
        if let Some(start) = buffer.get_mut(..bytes.len()) {
            start.copy_from_slice(bytes);
        }
        Ok(())
    }

    /// Judges what was put there.
    pub(crate) fn eval(&mut self, filled: usize, flags: u32) -> Result<Evaluation<'_>, Failure> {
        self.instance.eval(self.handle, filled, flags)
    }

    /// Bytes of memory that the module holds.
    pub(super) fn memory_bytes(&self) -> usize {
        self.instance.memory_bytes()
    }
}
