//! From YAML to a suite, with every mistake and its place.

mod keys;
mod problems;

use std::rc::Rc;

use falconet_diagnostics::{Diagnostic, SourceId};
use falconet_ruleset::YamlLimits;
use falconet_ruleset::yaml::{Kind, Node, parse};

use crate::BYTE_ORDER_MARK;
use crate::json::{Json, one_or_more};
use crate::suite::{
    Case, Expected, ExpectedAlert, ExpectedField, FileInput, Input, Name, Only, Patch, Silence,
    Suite,
};
use problems::Problems;

/// Cases of one file.
const MOST_CASES: usize = 10_000;
/// Bounds of the YAML of a file of tests. Events nest as deep as JSON does.
const YAML: YamlLimits = YamlLimits {
    bytes: 16 << 20,
    depth: 64,
    nodes: 1_000_000,
    expanded_nodes: 2_000_000,
    expanded_bytes: 32 << 20,
};

/// What stands for standard input where rules are named.
const STDIN: &str = "-";

const SUITE_KEYS: [&str; 5] = ["rules", "settings", "source", "events", "cases"];
const CASE_KEYS: [&str; 6] = ["name", "event", "patch", "fires", "silent", "only"];
const ALERT_KEYS: [&str; 4] = ["rule", "priority", "output", "output_fields"];
const FILE_KEYS: [&str; 2] = ["file", "record"];

/// Reads the text of a file of tests, which is `source` in what is said about it.
pub(crate) fn read(source: SourceId, text: &str) -> Result<Suite, Vec<Diagnostic>> {
    let mut problems = Problems::new(source, text);
    let suite = match parse(text, &YAML) {
        Ok(documents) => {
            let mut roots = documents.roots();
            let suite = roots
                .next()
                .map(|root| Reader::new(&mut problems).suite(root));
            if let Some(second) = roots.next() {
                problems.add(second.span(), "a file of tests is one YAML document");
            }
            suite
        }
        Err(error) => {
            problems.unreadable(&error);
            None
        }
    };
    if suite.is_none() {
        problems.empty();
    }
    problems.or(suite.unwrap_or_default())
}

/// Whether a text holds rules, macros or lists in place of tests. Of other texts most are told by their first words.
pub fn holds_rules(text: &str) -> bool {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    let mut lines = text.lines().map(str::trim);
    let first =
        lines.find(|line| !line.is_empty() && !line.starts_with(['#', '%']) && *line != "---");
    let is_list = first.is_some_and(|first| first.starts_with(['-', '[']));
    let documents = is_list.then(|| parse(text, &YAML).ok()).flatten();
    documents.is_some_and(|documents| documents.roots().any(is_rules))
}

/// A named event of the file.
struct Base {
    name: String,
    input: Rc<Input>,
}

struct Reader<'p, 't> {
    problems: &'p mut Problems<'t>,
    bases: Vec<Base>,
}

impl<'p, 't> Reader<'p, 't> {
    const fn new(problems: &'p mut Problems<'t>) -> Self {
        Self {
            problems,
            bases: Vec::new(),
        }
    }

    fn suite(&mut self, root: Node<'_>) -> Suite {
        if is_rules(root) {
            let help = "name it otherwise: where a folder of rules is loaded, files named *_test.yaml are left out";
            let message = "the file holds rules, not tests";
            self.problems
                .add_with_help(root.span(), message, Some(help.to_owned()));
            return Suite::default();
        }
        self.check_keys(root, "a file of tests", &SUITE_KEYS);
        for (name, event) in root.get("events").into_iter().flat_map(Node::entries) {
            let base = Base {
                name: name.scalar().unwrap_or_default().to_owned(),
                input: Rc::new(self.input(event)),
            };
            self.bases.push(base);
        }
        if let Some(events) = root.get("events") {
            self.must_be(
                events,
                Kind::Mapping,
                "`events` holds events by their names",
            );
            for (span, name) in keys::repeated(events) {
                let message = format!("there are two events `{name}`");
                self.problems.add(span, message);
            }
        }
        Suite {
            rules: self.rules(root),
            settings: self.texts(root, "settings"),
            source: root
                .get("source")
                .and_then(|source| self.text(source, "`source`")),
            cases: self.cases(root),
        }
    }

    fn rules(&mut self, root: Node<'_>) -> Vec<String> {
        let names = root.get("rules").map(|rules| self.names(rules, "`rules`"));
        let names = names.unwrap_or_default();
        for name in names.iter().filter(|name| name.text == STDIN) {
            let message = "`-` is standard input, which no file of tests can be about";
            let help = "name a file, a folder or a pattern, from the folder of the file of tests";
            self.problems
                .add_with_help(name.span, message, Some(help.to_owned()));
        }
        names.into_iter().map(|name| name.text).collect()
    }

    fn cases(&mut self, root: Node<'_>) -> Vec<Case> {
        let Some(cases) = root.get("cases") else {
            self.problems.add(root.span(), "there is no list `cases`");
            return Vec::new();
        };
        self.must_be(cases, Kind::Sequence, "`cases` is a list");
        if cases.kind() == Kind::Sequence && cases.items().next().is_none() {
            self.problems.add(cases.span(), "`cases` holds no case");
        }
        if let Some(one_more) = cases.items().nth(MOST_CASES) {
            let message = format!("more than {MOST_CASES} cases in one file");
            self.problems.add(one_more.span(), message);
        }
        let cases = cases.items().take(MOST_CASES);
        cases.filter_map(|case| self.case(case)).collect()
    }

    fn case(&mut self, node: Node<'_>) -> Option<Case> {
        self.check_keys(node, "a case", &CASE_KEYS);
        if node.kind() != Kind::Mapping {
            return None;
        }
        let name = node.get("name").and_then(|name| self.name(name, "`name`"));
        if !node.has("name") {
            self.problems.add(node.span(), "the case has no `name`");
        }
        let input = self.event_of(node);
        let patch = node.get("patch");
        if let Some(patch) = patch {
            self.must_be(
                patch,
                Kind::Mapping,
                "`patch` holds new values by their paths",
            );
        }
        let expected = self.expected(node);
        if expected.is_empty() {
            let message = "the case expects nothing: say `fires`, `silent` or `only`";
            self.problems.add(node.span(), message);
        }
        let name = name?;
        Some(Case {
            name: name.text,
            span: name.span,
            event_name: node.get("event").and_then(Node::scalar).map(str::to_owned),
            input: input?,
            patch: patch.map(|patch| Patch {
                changes: self.json(patch),
                span: patch.span(),
            }),
            expected,
        })
    }

    fn event_of(&mut self, case: Node<'_>) -> Option<Rc<Input>> {
        let Some(event) = case.get("event") else {
            self.problems.add(case.span(), "the case has no `event`");
            return None;
        };
        match event.kind() {
            Kind::Mapping => Some(Rc::new(self.input(event))),
            Kind::Scalar => self.base(event),
            Kind::Null | Kind::Sequence => {
                let message = "`event` is an event, the name of one of `events`, or `{file: …}`";
                self.problems.add(event.span(), message);
                None
            }
        }
    }

    fn base(&mut self, event: Node<'_>) -> Option<Rc<Input>> {
        let name = event.scalar()?;
        let found = self.bases.iter().find(|base| base.name == name);
        if let Some(found) = found {
            return Some(Rc::clone(&found.input));
        }
        let names = self.bases.iter().map(|base| &*base.name);
        let help = falconet_diagnostics::did_you_mean(name, names);
        let message = format!("there is no event `{name}` in `events`");
        self.problems.add_with_help(event.span(), message, help);
        None
    }

    /// An event as it stands there, or the file that holds it.
    fn input(&mut self, node: Node<'_>) -> Input {
        self.must_be(node, Kind::Mapping, "an event is an object, or `{file: …}`");
        let is_file = node.has("file") && keys::all_among(node, &FILE_KEYS);
        if !is_file {
            return Input::Event(self.json(node));
        }
        let path = node.get("file").and_then(|path| self.name(path, "`file`"));
        let record = node.get("record").and_then(|record| self.record(record));
        let Name { text, span } = path.unwrap_or_else(|| Name {
            text: String::new(),
            span: node.span(),
        });
        Input::File(FileInput {
            path: text,
            record,
            span,
        })
    }

    fn record(&mut self, node: Node<'_>) -> Option<u64> {
        let number = node.scalar().and_then(|text| text.parse().ok());
        if number.is_none_or(|number: u64| number == 0) {
            let message = "`record` is the number of a record, from 1";
            self.problems.add(node.span(), message);
        }
        number
    }

    fn expected(&mut self, case: Node<'_>) -> Expected {
        let fires = case.get("fires").map(one_or_more).unwrap_or_default();
        Expected {
            fires: fires
                .into_iter()
                .filter_map(|alert| self.alert(alert))
                .collect(),
            silent: case
                .get("silent")
                .map_or(Silence::Unsaid, |node| self.silence(node)),
            only: case.get("only").map(|node| Only {
                rules: self.names(node, "`only`"),
                span: node.span(),
            }),
        }
    }

    fn silence(&mut self, node: Node<'_>) -> Silence {
        match node.scalar().filter(|_| node.is_plain()) {
            Some("true") => Silence::All(node.span()),
            _ => Silence::Of(self.names(node, "`silent`")),
        }
    }

    fn alert(&mut self, node: Node<'_>) -> Option<ExpectedAlert> {
        if node.kind() != Kind::Mapping {
            return Some(ExpectedAlert {
                rule: self.name(node, "a rule of `fires`")?,
                priority: None,
                output: None,
                fields: Vec::new(),
            });
        }
        self.check_keys(node, "an expected alert", &ALERT_KEYS);
        let Some(rule) = node.get("rule") else {
            self.problems.add(node.span(), "the alert has no `rule`");
            return None;
        };
        let fields = node.get("output_fields");
        if let Some(fields) = fields {
            self.must_be(
                fields,
                Kind::Mapping,
                "`output_fields` holds values by their fields",
            );
        }
        Some(ExpectedAlert {
            rule: self.name(rule, "`rule`")?,
            priority: node
                .get("priority")
                .and_then(|text| self.name(text, "`priority`")),
            output: node
                .get("output")
                .and_then(|text| self.name(text, "`output`")),
            fields: fields
                .into_iter()
                .flat_map(Node::entries)
                .map(field)
                .collect(),
        })
    }

    /// Texts under a key, one or a list of them.
    fn texts(&mut self, node: Node<'_>, key: &str) -> Vec<String> {
        let Some(value) = node.get(key) else {
            return Vec::new();
        };
        let names = self.names(value, &format!("`{key}`"));
        names.into_iter().map(|name| name.text).collect()
    }

    fn names(&mut self, node: Node<'_>, what: &str) -> Vec<Name> {
        let nodes = one_or_more(node).into_iter();
        nodes.filter_map(|node| self.name(node, what)).collect()
    }

    fn text(&mut self, node: Node<'_>, what: &str) -> Option<String> {
        self.name(node, what).map(|name| name.text)
    }

    fn name(&mut self, node: Node<'_>, what: &str) -> Option<Name> {
        if node.kind() != Kind::Scalar {
            self.problems.add(node.span(), format!("{what} is no text"));
        }
        Some(Name {
            text: node.scalar()?.to_owned(),
            span: node.span(),
        })
    }

    fn json(&mut self, node: Node<'_>) -> Json {
        for span in keys::merging_nothing(node) {
            let message =
                "`<<` merges a mapping or a list of mappings; in quotes it is a key like any other";
            self.problems.add(span, message);
        }
        Json::of_yaml(node)
    }

    fn must_be(&mut self, node: Node<'_>, kind: Kind, message: &str) {
        if node.kind() != kind {
            self.problems.add(node.span(), message);
        }
    }

    fn check_keys(&mut self, node: Node<'_>, what: &str, known: &[&str]) {
        self.must_be(node, Kind::Mapping, &format!("{what} is a mapping"));
        for (span, key, trouble) in keys::troubles(node, known) {
            let help = falconet_diagnostics::did_you_mean(&key, known.iter().copied());
            let message = match trouble {
                keys::Trouble::Unknown => format!("{what} has no key `{key}`"),
                keys::Trouble::Repeated => format!("the key `{key}` stands here twice"),
            };
            self.problems.add_with_help(span, message, help);
        }
    }
}

/// Whether a document is a list of rules, macros or lists.
fn is_rules(root: Node<'_>) -> bool {
    let is_item = |item: Node<'_>| ["rule", "macro", "list"].iter().any(|key| item.has(key));
    root.kind() == Kind::Sequence && root.items().any(is_item)
}

fn field((name, value): (Node<'_>, Node<'_>)) -> ExpectedField {
    ExpectedField {
        name: name.scalar().unwrap_or_default().to_owned(),
        value: Json::of_yaml(value),
        span: value.span(),
    }
}
