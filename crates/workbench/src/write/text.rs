//! Explanations for people: the condition line by line with its verdicts, each test with its value below it.

use falconet_show::{NodeKind, Page, Place, Tint, padded, safe};

use crate::condition::{Part, Tested};
use crate::explanation::Explanation;
use crate::flips::WOULD_FIRE;
use crate::origins::Origin;
use crate::values::said;

/// Columns of the verdicts.
const MARGIN: usize = 8;
/// What is inside parentheses stands that much to the right.
const STEP: usize = 2;
/// Rules that did not fire and are named.
const MOST_OTHERS: usize = 5;
/// What is said of a rule that nothing makes fire.
const NEVER: &str = "was found to fire on no change of this event";
/// Characters of a test on its line.
const MOST_CHARACTERS: usize = 400;

/// Writes an explanation, and an empty line behind it.
pub(super) fn write(one: &Explanation<'_>, page: Page, out: &mut Vec<u8>) {
    let mut text = Text {
        page,
        out: String::new(),
    };
    text.head(one);
    text.root(&one.tree);
    text.list(
        "It rests on:",
        one.reasons.iter().map(|reason| &*reason.text),
    );
    text.near(one);
    text.out.push('\n');
    out.extend_from_slice(text.out.as_bytes());
}

/// Writes which rules of an event came near, nearest first, and an empty line behind them.
pub(super) fn write_others(event: u64, others: &mut Others, page: Page, out: &mut Vec<u8>) {
    let mut text = Text {
        page,
        out: String::new(),
    };
    if others.count == 0 {
        return;
    }
    text.others(event, others);
    text.out.push('\n');
    out.extend_from_slice(text.out.as_bytes());
    *others = Others::default();
}

/// The rules of an event that did not fire.
#[derive(Debug, Default)]
pub(super) struct Others {
    count: usize,
    /// The nearest of them, nearest first.
    nearest: Vec<Other>,
}

impl Others {
    /// Adds a rule that did not fire.
    pub(super) fn add(&mut self, one: &Explanation<'_>) {
        self.count += 1;
        let other = Other::of(one);
        let at = self.nearest.partition_point(|own| own.tests <= other.tests);
        self.nearest.insert(at, other);
        self.nearest.truncate(MOST_OTHERS);
    }
}

/// A rule that did not fire, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Other {
    name: String,
    /// How many tests have to turn for it to fire.
    tests: usize,
    text: String,
}

impl Other {
    fn of(one: &Explanation<'_>) -> Self {
        let way = one.near.ways.first();
        Self {
            name: one.rule.name.clone(),
            tests: way.map_or(usize::MAX, |way| way.tests.len()),
            text: way.map_or_else(|| NEVER.to_owned(), |way| way.text.clone()),
        }
    }
}

/// A text that is being written.
struct Text {
    page: Page,
    out: String,
}

impl Text {
    fn say(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn head(&mut self, one: &Explanation<'_>) {
        let name = self.page.strong(&safe(&one.rule.name));
        let verdict = if one.fired {
            self.page.tinted(Tint::Good, "fired")
        } else {
            self.page.tinted(Tint::Bad, "did not fire")
        };
        self.say(&format!("{name} on event {}: {verdict}\n", one.event));
        if let Some(first) = one.hidden_by {
            self.note(
                &format!("no alert: `{first}` comes first (rule_matching=first)"),
                2,
            );
        }
        if !one.hides.is_empty() {
            let hidden = one.hides.iter().map(|name| format!("`{name}`"));
            let hidden = hidden.collect::<Vec<_>>().join(", ");
            self.note(&format!("it hides {hidden} (rule_matching=first)"), 2);
        }
        if let Some(sentence) = one.index.sentence(&one.tree) {
            self.note(&sentence, 2);
        }
    }

    /// The outermost parentheses go without saying.
    fn root(&mut self, part: &Part<'_>) {
        self.inside(part, part, 0);
    }

    /// A part, and the verdict that stands before it: its own, or that of its denial. As deep as the shown tree, which
    /// is bounded.
    fn part(&mut self, part: &Part<'_>, verdict: &Part<'_>, lead: &str, indent: usize) {
        match part.node.kind {
            NodeKind::Check | NodeKind::Whole => {
                let text = part.node.text.as_deref().unwrap_or_default();
                let cut: String = text.chars().take(MOST_CHARACTERS).collect();
                self.line(verdict, &format!("{lead}{}", safe(&cut)), indent);
                self.details(part, indent + 2 * STEP);
            }
            NodeKind::And | NodeKind::Or => self.group(part, verdict, lead, indent),
            NodeKind::Not => {
                let lead = format!("{lead}not ");
                for child in &part.children {
                    self.part(child, verdict, &lead, indent);
                }
            }
            NodeKind::Macro => self.named(part, verdict, &format!("{lead}macro"), indent),
            NodeKind::Exception => self.named(part, verdict, &format!("{lead}exception"), indent),
        }
    }

    fn named(&mut self, part: &Part<'_>, verdict: &Part<'_>, what: &str, indent: usize) {
        let name = safe(part.node.name.as_deref().unwrap_or_default());
        let place = part.node.place.as_ref();
        let place = place.map(|place| format!(", {}", safe(&place.short())));
        let place = place.unwrap_or_default();
        self.line(verdict, &format!("{what} {name}{place}"), indent);
        for child in &part.children {
            self.inside(child, child, indent + STEP);
        }
    }

    fn group(&mut self, part: &Part<'_>, verdict: &Part<'_>, lead: &str, indent: usize) {
        self.line(verdict, &format!("{lead}("), indent);
        self.inside(part, part, indent + STEP);
        self.say(&padded("", MARGIN + indent));
        self.say(")\n");
    }

    /// A part whose parentheses are clear.
    fn inside(&mut self, part: &Part<'_>, verdict: &Part<'_>, indent: usize) {
        let word = match part.node.kind {
            NodeKind::And => "and ",
            NodeKind::Or => "or ",
            _ => return self.part(part, verdict, "", indent),
        };
        for (at, child) in part.children.iter().enumerate() {
            self.part(child, child, if at == 0 { "" } else { word }, indent);
        }
    }

    fn line(&mut self, part: &Part<'_>, text: &str, indent: usize) {
        let verdict = match (part.is_reached, part.holds) {
            (false, _) => self.page.faint("-"),
            (true, true) => self.page.tinted(Tint::Good, "true"),
            (true, false) => self.page.tinted(Tint::Bad, "false"),
        };
        let bare = match (part.is_reached, part.holds) {
            (false, _) => 1,
            (true, true) => 4,
            (true, false) => 5,
        };
        let lines = self.page.wrapped(text, MARGIN + indent + 2 * STEP);
        let gap = padded("", (MARGIN - 2 + indent).saturating_sub(bare));
        self.say(&format!("  {verdict}{gap}"));
        let next = format!("\n{}", padded("", MARGIN + indent + 2 * STEP));
        self.out.push_str(&lines.join(&next));
        self.out.push('\n');
    }

    /// The value below a test, and where both stand.
    fn details(&mut self, part: &Part<'_>, indent: usize) {
        if let Some(tested) = &part.tested {
            self.value(tested, part, indent);
        }
        let places = part.node.place.iter().map(Place::short);
        let lists = part.node.lists.iter().map(|list| {
            let names = list.through.iter().rev().map(|list| &*list.name);
            format!("list {}", names.collect::<Vec<_>>().join(" > "))
        });
        let places: Vec<_> = places.chain(lists).collect();
        if !places.is_empty() {
            self.note(&places.join("; "), MARGIN + indent);
        }
    }

    fn value(&mut self, tested: &Tested<'_>, part: &Part<'_>, indent: usize) {
        let holds = if part.is_reached || !part.holds {
            ""
        } else {
            "; it would hold"
        };
        let from = from(&tested.origin, tested.value.is_none());
        let value = said(tested.value.as_ref());
        self.block(&format!("{value}{from}{holds}"), MARGIN + indent);
        if let Some((other, origin)) = &tested.other {
            let from = self::from(origin, other.is_none());
            let value = said(other.as_ref());
            self.block(&format!("against {value}{from}"), MARGIN + indent);
        }
    }

    fn near(&mut self, one: &Explanation<'_>) {
        let exact = if one.near.is_exact || one.fired {
            ""
        } else {
            " (the search was cut short, there may be smaller ways)"
        };
        let head = format!("It would fire if{exact}:");
        let ways = one.near.ways.iter().map(|way| {
            let text = way.text.strip_prefix(WOULD_FIRE);
            text.unwrap_or(&way.text)
        });
        self.list(&head, ways);
    }

    fn others(&mut self, event: u64, others: &Others) {
        let rules = match others.count {
            1 => "1 rule".to_owned(),
            count => format!("{count} rules"),
        };
        self.say(&format!(
            "{rules} did not fire on event {event}; the nearest:\n"
        ));
        for other in &others.nearest {
            let text = format!("{} {}", safe(&other.name), safe(&other.text));
            let lines = self.page.wrapped(&text, 6).join("\n      ");
            self.say(&format!("    - {lines}\n"));
        }
    }

    fn list<'t>(&mut self, head: &str, items: impl Iterator<Item = &'t str>) {
        let mut is_first = true;
        for item in items {
            if std::mem::take(&mut is_first) {
                self.say(&format!("  {head}\n"));
            }
            let lines = self.page.wrapped(&safe(item), 6).join("\n      ");
            self.say(&format!("    - {lines}\n"));
        }
    }

    fn note(&mut self, text: &str, indent: usize) {
        let lines = self.page.lines(&safe(text), indent);
        for line in lines.lines() {
            self.out.push_str(&self.page.faint(line));
            self.out.push('\n');
        }
    }

    fn block(&mut self, text: &str, indent: usize) {
        self.out.push_str(&self.page.lines(&safe(text), indent));
    }
}

/// Where a value stands in the event, or why it does not.
pub(super) fn from(origin: &Origin, is_absent: bool) -> String {
    if is_absent {
        let absence = origin.absence.as_deref().unwrap_or_default();
        return format!(": {absence}");
    }
    let reads = origin.reads.iter().map(|read| {
        let (start, end) = (read.span.start, read.span.end);
        format!("{} (bytes {start}-{end})", read.path)
    });
    let reads = reads.take(3).collect::<Vec<_>>().join(", ");
    if reads.is_empty() {
        reads
    } else {
        format!(" at {reads}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_without_a_place_has_none() {
        assert_eq!(from(&Origin::default(), false), "");
    }
}
