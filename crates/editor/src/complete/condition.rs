//! Conditions, outputs and exceptions.

use falconet_condition::words::{Expected, WordKind, Words, words};
use falconet_event::catalogue::FieldSpec;
use falconet_ruleset::vocabulary::{self, Word};

use super::{Asker, Completion, CompletionKind, Proposals, completion, is_letter};
use crate::documentation as known;
use crate::outline::ItemKind;
use crate::subject::bare;

impl Asker<'_> {
    pub(super) fn in_condition(&self, before: &str) -> Proposals {
        let read = words(before);
        if let Some(quote) = read.open_quote {
            return self.in_quotes(before, quote, &read);
        }
        let written = before.len() - before.trim_end_matches(is_inside).len();
        let before = before.get(..before.len() - written).unwrap_or_default();
        let read = words(before);
        let items = match read.expected {
            Expected::Test => self.tests(),
            Expected::Argument => self.fields(""),
            Expected::Operator => self.operators(left(before, &read)),
            Expected::Logic => logic(),
            Expected::Value { in_list } => self.right(before, &read, in_list),
        };
        Proposals {
            replaced: written,
            items,
        }
    }

    /// Values behind a quote that is open.
    fn in_quotes(&self, before: &str, quote: usize, read: &Words) -> Proposals {
        let written = before.get(quote..).unwrap_or_default();
        let sign = written.chars().next();
        let mut items = Vec::new();
        if read.expected != Expected::Argument {
            let (field, before) = (field(before, read), before.get(..quote));
            items.extend(self.seen(&field, sign));
            items.extend(self.known(&field, before.unwrap_or_default(), sign));
        }
        Proposals {
            replaced: written.len(),
            items,
        }
    }

    /// What a field is compared with: values that it had, then what has a name, then values that are known.
    fn right(&self, before: &str, read: &Words, in_list: bool) -> Vec<Completion> {
        let field = field(before, read);
        let mut all = self.seen(&field, None);
        if in_list || takes_list(read) {
            all.extend(self.named(ItemKind::List));
        }
        if !in_list {
            all.extend(Self::right_sides(read));
        }
        all.extend(self.known(&field, before, None));
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
        fitting
            .map(|word| of_word(&word, CompletionKind::Operator))
            .collect()
    }

    /// Fields, behind a percent sign.
    pub(super) fn in_output(&self, before: &str) -> Proposals {
        let start = before
            .trim_end_matches(|sign: char| is_letter(sign) || "_.[]/".contains(sign))
            .len();
        let is_field = before
            .get(..start)
            .is_some_and(|before| before.ends_with('%'));
        Proposals {
            replaced: if is_field {
                before.len() - start + 1
            } else {
                0
            },
            items: if is_field {
                self.fields("%")
            } else {
                Vec::new()
            },
        }
    }

    pub(super) fn in_exception(&self, nested: &str) -> Proposals {
        let items = match nested {
            "fields" => self.fields(""),
            "comps" => self.operators(""),
            "values" => self.named(ItemKind::List),
            _ => Vec::new(),
        };
        self.of_word(items)
    }
}

/// Signs of a word in a condition; quotes open words of their own.
fn is_inside(sign: char) -> bool {
    !sign.is_whitespace() && !"(),=<>!\"'".contains(sign)
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
        Some(WordKind::Operator(operator)) => {
            matches!(operator.word(), "in" | "intersects" | "pmatch")
        }
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
