//! Conditions, outputs and exceptions.

use falconet_condition::words::{Expected, WordKind, Words, words};
use falconet_event::catalogue::FieldSpec;
use falconet_ruleset::vocabulary::{self, Word};

use super::values::Values;
use super::{Asker, Completion, CompletionKind, Proposals, completion, is_letter};
use crate::documentation as known;
use crate::nodes::Nodes;
use crate::outline::ItemKind;
use crate::scalar::Scalar;
use crate::subject::bare;

impl Asker<'_> {
    pub(super) fn in_condition(&self, scalar: &Scalar) -> Proposals {
        let before = scalar.text();
        let read = words(before);
        if let Some(quote) = read.open_quote {
            return self.in_quotes(scalar, quote, &read);
        }
        let start = before.trim_end_matches(is_inside).len();
        let (before, written) = before.split_at(start);
        let read = words(before);
        if is_argument(written) {
            return self.nothing();
        }
        let items = match read.expected {
            Expected::Test => self.tests(),
            Expected::Argument => self.fields(""),
            Expected::Operator => self.operators(left(before, &read)),
            Expected::Logic => logic(),
            Expected::Value { in_list } => {
                if let Some(found) = self.several_words(scalar, in_list) {
                    return found;
                }
                self.right(scalar, before, &read, in_list)
            }
        };
        self.end_of(scalar, written, items)
    }

    /// Lists whose names begin with the words that are written between the commas of a list.
    fn several_words(&self, scalar: &Scalar, in_list: bool) -> Option<Proposals> {
        let written = scalar.text().rsplit(['(', ',']).next()?.trim_start();
        if !in_list || !written.contains(' ') {
            return None;
        }
        let mut items = self.named(ItemKind::List);
        items.retain(|list| list.label.starts_with(written));
        (!items.is_empty()).then(|| self.end_of(scalar, written, items))
    }

    /// Values behind a quote that is open.
    fn in_quotes(&self, scalar: &Scalar, quote: usize, read: &Words) -> Proposals {
        let (before, written) = scalar.text().split_at(quote);
        let sign = written.chars().next();
        let mut items = Vec::new();
        if read.expected != Expected::Argument {
            let field = field(before, read);
            let values = self.values(scalar, sign);
            items.extend(self.seen(&field, values));
            items.extend(self.known(&field, before, values));
        }
        self.end_of(scalar, written, items)
    }

    /// How values are written.
    fn values(&self, scalar: &Scalar, begun: Option<char>) -> Values {
        Values {
            begun,
            style: scalar.style,
            is_flow: self.item.is_some_and(|item| item.is_flow),
        }
    }

    /// What a field is compared with: values that it had, then what has a name, then values that are known, then other
    /// right sides.
    fn right(&self, scalar: &Scalar, before: &str, read: &Words, in_list: bool) -> Vec<Completion> {
        let field = field(before, read);
        let values = self.values(scalar, None);
        let begins_list = !in_list && takes_list(read);
        let values_of = |mut found: Vec<Completion>| {
            if begins_list {
                found.iter_mut().for_each(in_parentheses);
            }
            found
        };
        let mut all = values_of(self.seen(&field, values));
        if in_list || begins_list {
            all.extend(self.named(ItemKind::List));
        }
        all.extend(values_of(self.known(&field, before, values)));
        if !in_list {
            all.extend(Self::right_sides(read));
        }
        all
    }

    fn tests(&self) -> Vec<Completion> {
        let mut all = self.fields("");
        all.extend(self.named(ItemKind::Macro));
        all.extend(transformers());
        all.push(completion("not", CompletionKind::Operator));
        all
    }

    /// What may stand behind an operator and is no value: modifiers and transformers.
    fn right_sides(read: &Words) -> Vec<Completion> {
        let last = read.all.last().map(|word| word.kind);
        let mut all = Vec::new();
        if matches!(last, Some(WordKind::Operator(operator)) if operator.word() != "in") {
            let modifiers = vocabulary::operators().filter(|word| word.name.ends_with("of"));
            all.extend(modifiers.map(|word| of_word(&word, CompletionKind::Operator)));
            let val = vocabulary::transformers().filter(|word| word.name == "val");
            all.extend(val.map(|word| transformer(&word)));
        }
        all
    }

    /// The fields of the item's source.
    pub(super) fn fields(&self, prefix: &str) -> Vec<Completion> {
        let all = known::fields(&self.sources).into_iter();
        let all = all.map(|(field, page)| {
            let is_bracketed = field.argument.is_some_and(|argument| argument.required);
            let bracket = if is_bracketed { "[" } else { "" };
            Completion {
                detail: Some(known::type_of(field)),
                documentation: Some(known::field_page(field, &page)),
                insert: format!("{prefix}{}{bracket}", field.name),
                ..completion(&format!("{prefix}{}", field.name), CompletionKind::Field)
            }
        });
        let (own, common): (Vec<_>, Vec<_>) =
            all.partition(|field| !field.label.trim_start_matches('%').starts_with("evt."));
        own.into_iter().chain(common).collect()
    }

    fn field_named(&self, name: &str) -> Option<&FieldSpec> {
        let providers = self.sources.iter().flat_map(|source| &source.providers);
        let mut fields = providers.flat_map(|provider| &provider.fields);
        fields.find(|field| field.name == name)
    }

    /// The operators that a left side has.
    fn operators(&self, left: &str) -> Vec<Completion> {
        let field = self.field_named(bare(left));
        let takes = match field {
            Some(field) if field.is_list => Some("lists"),
            Some(field) => Some(field.value_type.word()),
            None if left.starts_with("len(") => Some("uint64"),
            None if left.contains('(') => Some("string"),
            None => None,
        };
        let all = vocabulary::operators()
            .filter(|word| !word.name.ends_with("of") && !word.takes.is_empty());
        let fitting = all.filter(|word| takes.is_none_or(|takes| word.takes.contains(&takes)));
        let fitting: Vec<_> = fitting.collect();
        let named = |name: &&str| fitting.iter().find(|word| word.name == *name);
        let others = fitting.iter();
        let others = others.filter(|word| !LIKELY.contains(&word.name));
        let all = LIKELY.iter().filter_map(named).chain(others);
        all.map(|word| of_word(word, CompletionKind::Operator))
            .collect()
    }

    /// Fields, behind a percent sign.
    pub(super) fn in_output(&self, scalar: &Scalar) -> Proposals {
        let before = scalar.text();
        let is_field = |sign: char| is_letter(sign) || "_.[]/".contains(sign);
        let name = before.trim_end_matches(is_field);
        match name.strip_suffix('%') {
            Some(rest) => {
                let written = before.get(rest.len()..).unwrap_or_default();
                self.end_of(scalar, written, self.fields("%"))
            }
            None => self.nothing(),
        }
    }

    pub(super) fn in_exception(
        &self,
        nested: &str,
        scalar: &Scalar,
        nodes: &Nodes<'_>,
    ) -> Proposals {
        let items = match nested {
            "fields" => self.fields(""),
            "comps" => self.comparisons(nodes),
            "values" => self.named(ItemKind::List),
            _ => Vec::new(),
        };
        self.whole(scalar, items)
    }

    /// How an exception may compare the field whose turn it is; one that stands alone, with a list.
    fn comparisons(&self, nodes: &Nodes<'_>) -> Vec<Completion> {
        let all = self.inside("exceptions");
        let place = self.at.offset;
        let comps = all.under(nodes.mapping, "comps");
        let number = comps.filter(|(_, span)| span.end < place).count();
        let field = all.under(nodes.mapping, "fields").nth(number);
        let operators = self
            .operators(field.map_or("", |(name, _)| name))
            .into_iter();
        if nodes.is_flow {
            return operators.filter(|word| word.label != "exists").collect();
        }
        let lists = operators.filter(|word| LIST_OPERATORS.contains(&&*word.label));
        let modified = MODIFIED.map(|word| completion(word, CompletionKind::Operator));
        lists.chain(modified).collect()
    }

    /// All of a value that has keys.
    pub(super) fn inside(&self, key: &str) -> Nodes<'_> {
        let item = self.item.and_then(|item| Some((item, item.key(key)?)));
        item.map_or_else(Nodes::default, |(item, key)| self.at.file.nodes(item, key))
    }
}

/// Operators that most conditions have, those first that they have most.
const LIKELY: [&str; 9] = [
    "=",
    "in",
    "!=",
    "startswith",
    "contains",
    "endswith",
    "icontains",
    "exists",
    "glob",
];
/// Operators that compare with a list.
const LIST_OPERATORS: [&str; 3] = ["in", "intersects", "pmatch"];
/// Others that do so with a modifier.
const MODIFIED: [&str; 6] = [
    "startswith anyof",
    "endswith anyof",
    "contains anyof",
    "icontains anyof",
    "glob anyof",
    "regex anyof",
];

/// Signs of a word in a condition; quotes open words of their own.
fn is_inside(sign: char) -> bool {
    !sign.is_whitespace() && !"(),=<>!\"'".contains(sign)
}

/// Whether an argument of a field is begun: what may stand there nobody knows.
fn is_argument(written: &str) -> bool {
    let mut signs = written.chars().rev();
    signs.find(|sign| "[]".contains(*sign)) == Some('[')
}

fn in_parentheses(value: &mut Completion) {
    value.insert = format!("({})", value.insert);
}

/// The left side of the test at the end.
fn left<'t>(before: &'t str, read: &Words) -> &'t str {
    let left = read.left.and_then(|left| before.get(left.start..left.end));
    left.unwrap_or_default()
}

/// The field whose values are compared; none behind a transformer that changes them.
fn field(before: &str, read: &Words) -> String {
    let left = left(before, read);
    let is_plain = !left.contains('(');
    if is_plain {
        left.to_owned()
    } else {
        String::new()
    }
}

/// Whether the name of a list alone may come next.
fn takes_list(read: &Words) -> bool {
    match read.all.last().map(|word| word.kind) {
        Some(WordKind::Modifier(_)) => true,
        Some(WordKind::Operator(operator)) => LIST_OPERATORS.contains(&operator.word()),
        _ => false,
    }
}

fn logic() -> Vec<Completion> {
    ["and", "or"]
        .map(|word| completion(word, CompletionKind::Operator))
        .into()
}

fn transformers() -> impl Iterator<Item = Completion> {
    let all = vocabulary::transformers().filter(|word| word.name != "val");
    all.map(|word| transformer(&word))
}

fn transformer(word: &Word) -> Completion {
    Completion {
        insert: format!("{}(", word.name),
        ..of_word(word, CompletionKind::Transformer)
    }
}

fn of_word(word: &Word, kind: CompletionKind) -> Completion {
    Completion {
        detail: Some(word.meaning.to_owned()),
        documentation: Some(known::word_page(word)),
        ..completion(word.name, kind)
    }
}
