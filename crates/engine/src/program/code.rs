//! Conditions as tests and where each leads: no verdict is kept between them, and no stack.

use falconet_ruleset::typed::{Condition, Leaf};

use super::leaves::LeafId;

/// Where a test leads that decides the condition: beyond all steps.
pub(super) const HOLDS: u32 = u32::MAX;
const FAILS: u32 = u32::MAX - 1;

/// A test, and the numbers of the steps that follow if it holds or fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) leaf: LeafId,
    pub(super) if_holds: u32,
    pub(super) if_fails: u32,
}

/// One instruction of a condition on its way to steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    /// The verdict becomes that of a test.
    Test(LeafId),
    /// The verdict is turned around.
    Not,
    /// Goes on at `target` if the verdict is `when`: the rest of an `and` or `or` does not matter.
    SkipIf { when: bool, target: usize },
    /// The verdict becomes this: an `and` or `or` without children.
    Constant(bool),
}

/// What is still to be done with a part of a condition.
enum Task<'a> {
    Visit(&'a Condition),
    Negate,
    /// A jump to the end of the `and` or `or` with this number.
    Skip {
        when: bool,
        end: usize,
    },
    /// The end of an `and` or `or`.
    End(usize),
}

/// Appends the steps of `condition` and answers the first; `order` puts the parts of an `and` (`false`) or `or` (`true`)
/// in order, `intern` gives each test its id.
pub(super) fn compile<'a, E>(
    condition: &'a Condition,
    steps: &mut Vec<Step>,
    order: impl Fn(&'a [Condition], bool) -> Vec<&'a Condition>,
    intern: impl FnMut(&Leaf) -> Result<LeafId, E>,
) -> Result<u32, E> {
    let code = flatten(condition, order, intern)?;
    Ok(lead(&code, steps))
}

/// Works off a list of tasks, since macros nest conditions as deep as a rules file likes.
fn flatten<'a, E>(
    condition: &'a Condition,
    order: impl Fn(&'a [Condition], bool) -> Vec<&'a Condition>,
    mut intern: impl FnMut(&Leaf) -> Result<LeafId, E>,
) -> Result<Vec<Op>, E> {
    let mut code = Vec::new();
    let mut ends = Ends::default();
    let mut tasks = vec![Task::Visit(condition)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Visit(Condition::And(parts)) => {
                visit_all(&order(parts, false), false, &mut tasks, &mut ends);
            }
            Task::Visit(Condition::Or(parts)) => {
                visit_all(&order(parts, true), true, &mut tasks, &mut ends);
            }
            Task::Visit(Condition::Not(child)) => tasks.extend([Task::Negate, Task::Visit(child)]),
            Task::Visit(Condition::Leaf(leaf)) => code.push(Op::Test(intern(leaf)?)),
            Task::Negate => code.push(Op::Not),
            Task::Skip { when, end } => ends.jump(&mut code, when, end),
            Task::End(end) => ends.land(&mut code, end),
        }
    }
    Ok(code)
}

/// Appends a step for each test and answers where the code begins. From its end on, it is known of every place and verdict
/// where they lead.
fn lead(code: &[Op], steps: &mut Vec<Step>) -> u32 {
    let tests = code.iter().filter(|op| matches!(op, Op::Test(_))).count();
    let mut next = steps.len() + tests;
    let mut leads = vec![[FAILS, HOLDS]; code.len() + 1];
    let mut found = Vec::with_capacity(tests);
    for (at, op) in code.iter().enumerate().rev() {
        let to = |place: usize| leads.get(place).copied().unwrap_or([FAILS, HOLDS]);
        let [if_fails, if_holds] = to(at + 1);
        let led = match *op {
            Op::Not => [if_holds, if_fails],
            Op::Constant(true) => [if_holds; 2],
            Op::Constant(false) => [if_fails; 2],
            Op::SkipIf { when: true, target } => [if_fails, to(target)[1]],
            Op::SkipIf { target, .. } => [to(target)[0], if_holds],
            Op::Test(leaf) => {
                found.push(Step {
                    leaf,
                    if_holds,
                    if_fails,
                });
                next -= 1;
                [u32::try_from(next).unwrap_or(FAILS); 2]
            }
        };
        if let Some(place) = leads.get_mut(at) {
            *place = led;
        }
    }
    steps.extend(found.into_iter().rev());
    leads.first().map_or(FAILS, |[if_fails, _]| *if_fails)
}

/// Schedules the children of an `and` (`when` false) or `or` (`when` true), a jump between each two.
fn visit_all<'a>(
    children: &[&'a Condition],
    when: bool,
    tasks: &mut Vec<Task<'a>>,
    ends: &mut Ends,
) {
    let end = ends.open(children.is_empty().then_some(!when));
    tasks.push(Task::End(end));
    for (at, child) in children.iter().enumerate().rev() {
        tasks.push(Task::Visit(child));
        if at > 0 {
            tasks.push(Task::Skip { when, end });
        }
    }
}

/// Which jumps wait for the end of which `and` or `or`.
#[derive(Default)]
struct Ends {
    waiting: Vec<Vec<usize>>,
    constants: Vec<Option<bool>>,
}

impl Ends {
    fn open(&mut self, constant: Option<bool>) -> usize {
        self.waiting.push(Vec::new());
        self.constants.push(constant);
        self.waiting.len() - 1
    }

    fn jump(&mut self, code: &mut Vec<Op>, when: bool, end: usize) {
        if let Some(waiting) = self.waiting.get_mut(end) {
            waiting.push(code.len());
        }
        code.push(Op::SkipIf {
            when,
            target: usize::MAX,
        });
    }

    fn land(&mut self, code: &mut Vec<Op>, end: usize) {
        let constant = self.constants.get(end).copied().flatten();
        code.extend(constant.map(Op::Constant));
        let here = code.len();
        for jump in self.waiting.get(end).into_iter().flatten() {
            if let Some(Op::SkipIf { target, .. }) = code.get_mut(*jump) {
                *target = here;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{catalogue, condition, program, source, with_event};
    use crate::program::Scratch;

    fn holds(text: &str, event: &str) -> bool {
        let program = program(&[text]);
        with_event(
            &program,
            event,
            &mut Scratch::default(),
            |event, scratch| {
                program.select(event, scratch);
                program.next_match(0, event, scratch, &mut ()).is_some()
            },
        )
    }

    #[test]
    fn structure_decides_as_written() {
        let event = r#"{"t.string":"a","t.uint64":1}"#;
        assert!(holds(
            "not (t.string = b or u.string exists) and t.uint64 = 1",
            event
        ));
        assert!(!holds(
            "not (t.string = a or u.string exists) and t.uint64 = 1",
            event
        ));
        assert!(holds(
            "u.string = x or not u.string = x and t.string = a",
            event
        ));
        assert!(!holds("not not u.string exists", event));
    }

    fn as_written(parts: &[Condition], _: bool) -> Vec<&Condition> {
        parts.iter().collect()
    }

    #[test]
    fn an_empty_and_holds_and_an_empty_or_does_not() {
        let nobody = |_: &Leaf| Err(());
        let mut steps = Vec::new();
        let mut lead =
            |condition: Condition| compile(&condition, &mut steps, as_written, nobody).unwrap();
        assert_eq!(lead(Condition::And(Vec::new())), HOLDS);
        assert_eq!(lead(Condition::Or(Vec::new())), FAILS);
        let negated = Condition::Not(Box::new(Condition::Or(Vec::new())));
        assert_eq!(lead(Condition::And(vec![negated])), HOLDS);
        assert!(steps.is_empty());
    }

    #[test]
    fn deep_conditions_take_no_stack() {
        let catalogue = catalogue();
        let mut deep = condition("t.string exists", source(&catalogue));
        for _ in 0..1000 {
            deep = Condition::Not(Box::new(Condition::And(vec![deep])));
        }
        let mut steps = Vec::new();
        compile(&deep, &mut steps, as_written, |_| Err(())).unwrap_err();
    }
}
