use std::collections::BTreeSet;
use std::fs;

use super::*;
use crate::catalogue::{ArgumentSpec, Extraction, FieldSpec, ValueType};
use crate::facts;

fn fields_of(source: &Source) -> impl Iterator<Item = &FieldSpec> {
    source
        .providers
        .iter()
        .flat_map(|provider| &provider.fields)
}

#[test]
fn every_source_resolves_generic_fields_and_its_own() {
    let catalogue = Catalogue::builtin();
    for (source, field) in [
        ("syscall", "evt.num"),
        ("aws_cloudtrail", "ct.user.accountid"),
        ("aws_cloudtrail", "ec2.imageids[1]"),
        ("okta", "okta.mfa.deny.countlast[60]"),
        ("github", "github.repo.url"),
        ("gcp_auditlog", "json.value[/resource/labels/x]"),
    ] {
        let source = catalogue.get(catalogue.source(source).unwrap()).unwrap();
        let resolved = source.resolve(field.as_bytes()).unwrap();
        let name = field.split('[').next();
        assert_eq!(Some(&*source.spec(&resolved).name), name);
    }
}

#[test]
fn no_source_has_a_field_twice() {
    for source in &Catalogue::builtin().sources {
        let mut seen = BTreeSet::new();
        for field in fields_of(source) {
            assert!(
                seen.insert(&field.name),
                "{} twice in {}",
                field.name,
                source.name
            );
        }
    }
}

#[test]
fn every_field_is_described_in_one_sentence() {
    for source in &Catalogue::builtin().sources {
        for field in fields_of(source) {
            assert!(
                field.description.ends_with('.'),
                "{}: {}",
                field.name,
                field.description
            );
            assert!(!field.description.contains('\n'), "{}", field.name);
        }
    }
}

#[test]
fn syscall_has_only_generic_fields() {
    let catalogue = Catalogue::builtin();
    let syscall = catalogue.get(catalogue.source("syscall").unwrap()).unwrap();
    assert_eq!(syscall.kind, SourceKind::Silent);
    assert!(syscall.resolve(b"proc.name").is_err());
    assert!(syscall.resolve(b"json.value[/a]").is_err());
}

/// Asserts that a field is what a line of the table says.
fn assert_is(field: &FieldSpec, columns: &[&str]) {
    let name = &*field.name;
    let argument = match field.argument {
        None => "none",
        Some(ArgumentSpec {
            required: true,
            key: true,
            ..
        }) => "required key",
        Some(ArgumentSpec { required: true, .. }) => "required index",
        Some(_) => "optional index",
    };
    assert_eq!(name, columns[2]);
    assert_eq!(
        field.value_type == ValueType::Uint64,
        columns[4].starts_with("uint64"),
        "{name}"
    );
    assert_eq!(field.is_list, columns[4].ends_with("(list)"), "{name}");
    assert!(
        columns[5].starts_with(argument),
        "{name}: {argument} is not {}",
        columns[5]
    );
    if let Extraction::Path(path, _) = field.extraction {
        assert_eq!(
            columns[6].split(' ').next().unwrap(),
            format!("/{}", path.join("/")),
            "{name}"
        );
    }
}

#[test]
fn the_fields_are_those_of_the_plugins_in_their_order() {
    let Some(path) = facts::path("spec/fields.tsv") else {
        return;
    };
    let table = fs::read_to_string(path).unwrap();
    let catalogue = Catalogue::builtin();
    let plugins = [
        ("cloudtrail", 1),
        ("json", 1),
        ("okta", 2),
        ("github", 3),
        ("gcpaudit", 4_usize),
    ];
    for (plugin, source) in plugins {
        let mut providers = catalogue.sources[source].providers.iter();
        let provider = providers.find(|provider| provider.name == plugin).unwrap();
        let lines = table
            .lines()
            .map(|line| line.split('\t').collect::<Vec<_>>());
        let lines: Vec<_> = lines.filter(|columns| columns[0] == plugin).collect();
        assert_eq!(provider.fields.len(), lines.len());
        provider
            .fields
            .iter()
            .zip(&lines)
            .for_each(|(field, columns)| assert_is(field, columns));
    }
}
