//! Files of tests are run side by side, each thread with an instance of the module.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Session;
use super::suite::Suite;
use crate::commands::{CommandError, ask};
use crate::messages::{Request, TestAnswer, TestPart};
use crate::runtime::Instance;

/// How the suites went, in their order.
pub(super) fn all(
    session: &Session<'_>,
    suites: &[Suite],
) -> Result<Vec<TestAnswer>, CommandError> {
    for note in suites.iter().flat_map(|suite| &suite.notes) {
        session.messages.note(note);
    }
    let threads = session.options.threads.unwrap_or_default().get().get();
    let next = AtomicUsize::new(0);
    let stack = session.options.module_limits.thread_stack();
    let mut answers = thread::scope(|scope| {
        let mut working = Vec::new();
        for _ in 0..threads.min(suites.len()) {
            let thread = thread::Builder::new().stack_size(stack);
            let thread = thread.spawn_scoped(scope, || some(session, suites, &next));
            working.push(thread.map_err(CommandError::Thread)?);
        }
        let mut answers = Vec::new();
        for thread in working {
            answers.extend(thread.join().map_err(|_| CommandError::Broken)??);
        }
        Ok::<_, CommandError>(answers)
    })?;
    answers.sort_by_key(|(at, _)| *at);
    Ok(answers.into_iter().map(|(_, answer)| answer).collect())
}

/// Those that nobody else has taken.
fn some(
    session: &Session<'_>,
    suites: &[Suite],
    next: &AtomicUsize,
) -> Result<Vec<(usize, TestAnswer)>, CommandError> {
    let mut instance = session.program.start()?;
    let mut answers = Vec::new();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(suite) = suites.get(at) else {
            return Ok(answers);
        };
        let answer = one(session, suite, &mut instance)?;
        answers.push((at, answer));
    }
}

/// One that the module dies of is told and keeps no other from running.
fn one(
    session: &Session<'_>,
    suite: &Suite,
    instance: &mut Instance,
) -> Result<TestAnswer, CommandError> {
    let options = session.options;
    let request = Request::Test {
        file: &suite.file,
        rules: &suite.rules,
        inputs: &suite.inputs,
        settings: &options.settings,
        filter: &options.filter,
        format: options.format,
        color: session.color,
        width: session.width,
        update: options.update,
    };
    match ask(instance, &request) {
        Err(CommandError::Failure(failure)) => {
            let name = &suite.file.name;
            session
                .messages
                .error(&format!("`{name}` could not be run: {failure}"));
            *instance = session.program.start()?;
            Ok(TestAnswer {
                part: TestPart {
                    name: name.clone(),
                    broken: true,
                    ..TestPart::default()
                },
                updated: None,
            })
        }
        answer => answer,
    }
}
