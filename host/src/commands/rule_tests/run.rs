//! Files of tests are run side by side, each thread with an instance of the module.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Session;
use super::suite::Suite;
use crate::commands::{CommandError, ask};
use crate::messages::{Request, TestAnswer, TestRequest};
use crate::runtime::Instance;

/// How the suites went, in their order.
pub(super) fn all(
    session: &Session<'_>,
    suites: &[Suite],
) -> Result<Vec<TestAnswer>, CommandError> {
    for note in suites.iter().flat_map(|suite| &suite.notes) {
        session.messages.note(note);
    }
    side_by_side(session, suites, |suite, instance| {
        one(session, suite, instance)
    })
}

/// What comes of each task, in their order.
pub(super) fn side_by_side<T: Sync, A: Send>(
    session: &Session<'_>,
    tasks: &[T],
    work: impl Fn(&T, &mut Instance) -> Result<A, CommandError> + Sync,
) -> Result<Vec<A>, CommandError> {
    let threads = session.options.threads.unwrap_or_default().get().get();
    let next = AtomicUsize::new(0);
    let stack = session.options.module_limits.thread_stack();
    let some = || some(session, tasks, &next, &work);
    let mut answers = thread::scope(|scope| {
        let mut working = Vec::new();
        for _ in 0..threads.min(tasks.len()) {
            let thread = thread::Builder::new().stack_size(stack);
            let thread = thread.spawn_scoped(scope, some);
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
fn some<T, A>(
    session: &Session<'_>,
    tasks: &[T],
    next: &AtomicUsize,
    work: &impl Fn(&T, &mut Instance) -> Result<A, CommandError>,
) -> Result<Vec<(usize, A)>, CommandError> {
    let mut instance = session.program.start()?;
    let mut answers = Vec::new();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(task) = tasks.get(at) else {
            return Ok(answers);
        };
        answers.push((at, work(task, &mut instance)?));
    }
}

/// One that the module dies of is told and keeps no other from running. Where it may have died of looking on, that is left
/// out.
fn one(
    session: &Session<'_>,
    suite: &Suite,
    instance: &mut Instance,
) -> Result<TestAnswer, CommandError> {
    let asked = request(session, suite, suite.unreadable.as_deref());
    let answer = ask(instance, &Request::Test(asked));
    let Err(CommandError::Failure(failure)) = answer else {
        return answer;
    };
    *instance = session.program.start()?;
    if !asked.coverage {
        return not_run(session, suite, &failure.to_string(), instance);
    }
    let without = TestRequest {
        coverage: false,
        ..asked
    };
    match ask(instance, &Request::Test(without)) {
        Err(CommandError::Failure(failure)) => {
            *instance = session.program.start()?;
            not_run(session, suite, &failure.to_string(), instance)
        }
        answer => {
            let name = &suite.file.name;
            let note = format!("`{name}` was run without coverage: {failure}");
            session.messages.note(&note);
            answer
        }
    }
}

fn not_run(
    session: &Session<'_>,
    suite: &Suite,
    failure: &str,
    instance: &mut Instance,
) -> Result<TestAnswer, CommandError> {
    let message = format!("the tests could not be run: {failure}");
    let asked = request(session, suite, Some(&message));
    ask(instance, &Request::Test(asked))
}

/// What is asked of a file of tests; of one that is not run why.
pub(super) fn request<'r>(
    session: &'r Session<'_>,
    suite: &'r Suite,
    not_run: Option<&'r str>,
) -> TestRequest<'r> {
    let options = session.options;
    let (rules, inputs) = match not_run {
        Some(_) => (&[][..], &[][..]),
        None => (&*suite.rules, &*suite.inputs),
    };
    TestRequest {
        file: &suite.file,
        rules,
        inputs,
        settings: &options.settings,
        filter: &options.filter,
        format: options.format,
        color: session.color,
        width: session.width,
        update: options.update,
        not_run,
        coverage: options.coverage.is_wanted(),
    }
}
