//! Conditions as straight code over tests: one verdict, jumps for `and` and `or`, no stack.

use falconet_ruleset::typed::{Condition, Leaf};

use super::leaves::LeafId;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
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

/// Appends the code of `condition`; `intern` gives each test its id.
///
/// Works off a list of tasks, since macros nest conditions as deep as a rules file likes.
pub(super) fn compile<E>(
    condition: &Condition,
    code: &mut Vec<Op>,
    mut intern: impl FnMut(&Leaf) -> Result<LeafId, E>,
) -> Result<(), E> {
    let mut ends = Ends::default();
    let mut tasks = vec![Task::Visit(condition)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Visit(Condition::And(children)) => {
                visit_all(children, false, &mut tasks, &mut ends);
            }
            Task::Visit(Condition::Or(children)) => {
                visit_all(children, true, &mut tasks, &mut ends);
            }
            Task::Visit(Condition::Not(child)) => tasks.extend([Task::Negate, Task::Visit(child)]),
            Task::Visit(Condition::Leaf(leaf)) => code.push(Op::Test(intern(leaf)?)),
            Task::Negate => code.push(Op::Not),
            Task::Skip { when, end } => ends.jump(code, when, end),
            Task::End(end) => ends.land(code, end),
        }
    }
    Ok(())
}

/// Schedules the children of an `and` (`when` false) or `or` (`when` true), a jump between each two.
fn visit_all<'a>(
    children: &'a [Condition],
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

    #[test]
    fn an_empty_and_holds_and_an_empty_or_does_not() {
        let nobody = |_: &Leaf| Err(());
        let mut code = Vec::new();
        compile(&Condition::And(Vec::new()), &mut code, nobody).unwrap();
        compile(&Condition::Or(Vec::new()), &mut code, nobody).unwrap();
        assert_eq!(code, [Op::Constant(true), Op::Constant(false)]);
    }

    #[test]
    fn deep_conditions_take_no_stack() {
        let catalogue = catalogue();
        let mut deep = condition("t.string exists", source(&catalogue));
        for _ in 0..1000 {
            deep = Condition::Not(Box::new(Condition::And(vec![deep])));
        }
        let mut code = Vec::new();
        compile(&deep, &mut code, |_| Err(())).unwrap_err();
    }
}
