//! Witnesses for people.

use falconet_show::{Page, Tint, safe};

use crate::witness::{Cut, Unmet, Witness};

/// Writes a witness, and an empty line behind it.
pub(super) fn render(witness: &Witness, page: Page) -> String {
    let name = page.strong(&safe(&witness.rule));
    let parts = match &witness.event {
        Some(event) => [
            name,
            format!(" {} on\n\n{event}\n\n", page.tinted(Tint::Good, "fires")),
            because(witness, page),
            miss(witness, page),
            cut(witness, page).map_or_else(String::new, |note| format!("\n{note}")),
        ],
        None => [
            name,
            format!(": {}\n", page.tinted(Tint::Bad, "no event found")),
            unmet(witness, page),
            cut(witness, page).unwrap_or_default(),
            String::new(),
        ],
    };
    parts.concat() + "\n"
}

fn because(witness: &Witness, page: Page) -> String {
    let line = |text: &str| page.lines(&safe(text), 2);
    let reasons = witness.because.iter().map(|reason| line(reason));
    let hidden = witness.hidden_by.as_ref().map(|first| {
        line(&format!(
            "no alert of its own: `{first}` comes first (rule_matching=first)"
        ))
    });
    let head = "It rests on:\n".to_owned();
    let lines = std::iter::once(head).chain(reasons).chain(hidden);
    lines.collect()
}

fn miss(witness: &Witness, page: Page) -> String {
    let Some(miss) = &witness.miss else {
        return "\nNo event was found that misses it by one test.\n".to_owned();
    };
    let place = miss.place.as_ref().map_or_else(String::new, |place| {
        page.faint(&format!(" ({})", safe(&place.short())))
    });
    let misses = page.tinted(Tint::Bad, "misses");
    let why = page.lines(&safe(&miss.text), 2);
    format!(
        "\nand {misses} by one test{place}\n\n{}\n\nsince\n{why}",
        miss.event
    )
}

fn unmet(witness: &Witness, page: Page) -> String {
    let Some(Unmet { text, why, place }) = &witness.unmet else {
        return page.lines("no event that was made fires it", 2);
    };
    let place = place
        .as_ref()
        .map(|place| page.lines(&page.faint(&safe(&place.short())), 2));
    let what = page.lines(&format!("this could not be turned: {}", safe(text)), 2);
    let why = page.lines(&safe(why), 2);
    let lines = [what, why].into_iter().chain(place);
    lines.collect()
}

/// That a bound was reached.
fn cut(witness: &Witness, page: Page) -> Option<String> {
    let note = match witness.cut? {
        Cut::Evaluations => {
            "not everything was tried: more events may be judged (--max-evaluations)"
        }
        Cut::Proposals => {
            "not everything was tried: only so many ways, and values for a field, are (docs/guides/explain.md)"
        }
    };
    Some(page.lines(note, 2))
}
