//! The module, which is made anew where it died.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::commands::{CommandError, ask};
use crate::runtime::{Instance, Program};

/// The module.
pub(crate) struct Module {
    program: Program,
    /// Nothing after a death.
    instance: Option<Instance>,
}

impl Module {
    pub(crate) const fn new(program: Program, instance: Instance) -> Self {
        Self {
            program,
            instance: Some(instance),
        }
    }

    /// Asks it something. What it died of is told, and the next question goes to another life of it.
    pub(super) fn ask<A: DeserializeOwned>(
        &mut self,
        request: &impl Serialize,
    ) -> Result<A, CommandError> {
        let mut instance = match self.instance.take() {
            Some(instance) => instance,
            None => self.program.start()?,
        };
        let answer = ask(&mut instance, request);
        if !matches!(answer, Err(CommandError::Failure(_))) {
            self.instance = Some(instance);
        }
        answer
    }
}
