//! A page with the text of the rules, coloured by what was seen: one file that needs no other.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use falconet_show::Place;
use falconet_workbench::{escaped, page_head};

use super::lines::{FileMarks, Kind, Mark, by_file};
use super::{Coverage, RuleCoverage};

/// How the page looks beside what all pages share.
const STYLE: &str = "\
table{border-collapse:collapse}td,th{text-align:left;padding:.1em 1.2em .1em 0}td:nth-child(n+2){font-variant-numeric:tabular-nums}\
pre i{font-style:normal;color:#6e7781;user-select:none}.all{background:#aceebb}.some{background:#fae17d}.none{background:#ffcecb}\
@media(prefers-color-scheme:dark){.all{background:#0f5323}.some{background:#6b4e00}.none{background:#8e1519}}";

/// A page with the text of the rules. `files` are the names and the texts of the files that they were loaded from.
pub fn html<'f>(
    coverage: &Coverage,
    files: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> String {
    let mut page = page_head(
        "falconet test --coverage",
        STYLE,
        "What tests have seen of the rules",
    );
    let _ = writeln!(page, "<p>{}</p>", escaped(&coverage.seen().summary()));
    page.push_str("<p><span class=\"all\">seen both ways</span> <span class=\"some\">seen one way</span> <span class=\"none\">not seen</span>; the pointer over a test tells how often.</p>\n");
    if !coverage.cut_short.is_empty() {
        let cases = escaped(&coverage.cut_short.join(", "));
        let _ = writeln!(
            page,
            "<p>Not all events were looked at, since that would take too long: {cases}</p>"
        );
    }
    push_table(&mut page, coverage);
    let texts: BTreeMap<&str, &str> = files.into_iter().collect();
    for (name, file) in by_file(coverage) {
        if let Some(text) = texts.get(&*name) {
            push_file(&mut page, &name, text, &file);
        }
    }
    page
}

fn push_table(page: &mut String, coverage: &Coverage) {
    page.push_str("<table><tr><th>rule<th>cases<th>fired<th>tests<th>items<th>exceptions</tr>\n");
    for rule in &coverage.rules {
        push_row(page, rule);
    }
    page.push_str("</table>\n");
}

fn push_row(page: &mut String, rule: &RuleCoverage) {
    let seen = rule.seen();
    let class = match seen.percent() {
        _ if rule.cases == 0 => "none",
        100 => "all",
        _ => "some",
    };
    let _ = writeln!(
        page,
        "<tr><td><span class=\"{class}\">{}</span><td>{}<td>{}<td>{} / {}<td>{} / {}<td>{} / {}</tr>",
        escaped(&rule.name),
        rule.cases,
        rule.fired,
        seen.tests.seen,
        seen.tests.all,
        seen.items.seen,
        seen.items.all,
        seen.exceptions.seen,
        seen.exceptions.all
    );
}

fn push_file(page: &mut String, name: &str, text: &str, file: &FileMarks) {
    let painted = painted(file, text);
    let _ = write!(page, "<h2>{}</h2><pre>", escaped(name));
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let _ = write!(page, "<i>{:>5} </i>", at + 1);
        match painted.get(&(at + 1)) {
            Some(marks) => push_line(page, line, marks),
            None => page.push_str(&escaped(line)),
        }
        page.push('\n');
    }
    page.push_str("</pre>\n");
}

/// Of each line the marks of its characters: what is inside something covers it.
type Painted<'m> = BTreeMap<usize, Vec<Option<&'m Mark>>>;

fn painted<'m>(file: &'m FileMarks, text: &str) -> Painted<'m> {
    let lengths: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
    let mut marks: Vec<(&Place, Kind, &Mark)> = file
        .marks
        .iter()
        .map(|((place, kind), mark)| (place, *kind, mark))
        .collect();
    marks.sort_by_key(|(place, kind, _)| (*kind, std::cmp::Reverse(extent(place)), place.line));
    let mut painted = Painted::new();
    for (place, kind, mark) in marks {
        let last = if kind == Kind::Exception {
            place.line
        } else {
            place.end_line
        };
        for line in place.line..=last {
            let length = line.checked_sub(1).and_then(|at| lengths.get(at));
            let length = length.copied().unwrap_or_default();
            let from = if line == place.line {
                place.column - 1
            } else {
                0
            };
            let to = if line == place.end_line {
                place.end_column.saturating_sub(1).min(length)
            } else {
                length
            };
            let signs = painted.entry(line).or_insert_with(|| vec![None; length]);
            if let Some(signs) = signs.get_mut(from..to) {
                signs.fill(Some(mark));
            }
        }
    }
    painted
}

/// Lines and columns that a place takes.
const fn extent(place: &Place) -> (usize, usize) {
    let lines = place.end_line.saturating_sub(place.line);
    (lines, place.end_column.saturating_sub(place.column))
}

fn push_line(page: &mut String, line: &str, marks: &[Option<&Mark>]) {
    let mut signs = line.chars().zip(marks).peekable();
    while let Some((_, mark)) = signs.peek().copied() {
        let mut run = String::new();
        while let Some((sign, _)) = signs.next_if(|(_, other)| is_same(**other, *mark)) {
            run.push(sign);
        }
        match mark {
            Some(mark) => push_mark(page, &run, mark),
            None => page.push_str(&escaped(&run)),
        }
    }
}

fn is_same(one: Option<&Mark>, other: Option<&Mark>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => std::ptr::eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

fn push_mark(page: &mut String, run: &str, mark: &Mark) {
    let class = mark.share();
    let said = match mark.kind {
        Kind::Item => format!("met {} times", mark.seen.holds),
        Kind::Test => format!("true {} times, false {}", mark.seen.holds, mark.seen.fails),
        Kind::Exception => format!(
            "excepts {} times, does not {}",
            mark.seen.holds, mark.seen.fails
        ),
    };
    let _ = write!(
        page,
        "<span class=\"{class}\" title=\"{said}\">{}</span>",
        escaped(run)
    );
}
