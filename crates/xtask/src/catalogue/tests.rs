use std::path::{Path, PathBuf};

use super::encode;
use super::model::Models;

/// A folder that looks like an unpacked botocore with one API in it.
fn botocore(name: &str, version: &str, model: &str) -> PathBuf {
    let folder =
        std::env::temp_dir().join(format!("falconet-catalogue-{}-{name}", std::process::id()));
    let api = folder.join("botocore/data/parrots/2026-01-01");
    std::fs::create_dir_all(&api).unwrap();
    std::fs::write(
        folder.join("botocore/__init__.py"),
        format!("import os\n__version__ = '{version}'\n"),
    )
    .unwrap();
    std::fs::write(api.join("service-2.json"), model).unwrap();
    folder
}

fn text_of(folders: &[&Path]) -> String {
    let mut models = Models::default();
    for folder in folders {
        models.read(folder).unwrap();
    }
    encode::catalogue(&models)
}

/// The lines that are about the API.
fn api_lines(text: &str) -> Vec<&str> {
    text.lines()
        .skip_while(|line| !line.starts_with("= "))
        .collect()
}

const PARROTS: &str = r#"{
    "metadata": {"endpointPrefix": "api.Parrots", "signingName": "parrots", "protocol": "json"},
    "operations": {
        "CreateParrot": {"input": {"shape": "CreateParrotRequest"}},
        "DeleteParrot": {"input": {"shape": "DeleteParrotRequest"}},
        "ListParrots": {},
        "FeedParrot": {"input": {"shape": "DeleteParrotRequest"}},
        "Createparrot": {}
    },
    "shapes": {
        "CreateParrotRequest": {"type": "structure", "members": {"Name": {"shape": "S"}, "RoleName": {"shape": "S"}, "Colour": {"shape": "S"}}},
        "DeleteParrotRequest": {"type": "structure", "members": {"Id": {"shape": "S", "locationName": "name"}}},
        "S": {"type": "string"}
    }
}"#;

#[test]
fn operations_are_grouped_by_what_they_are_about_with_their_members() {
    let folder = botocore("grouped", "1.2.3", PARROTS);
    let text = text_of(&[&folder]);
    let lines = api_lines(&text);
    assert_eq!(
        lines,
        [
            "= parrots parrots api.parrots",
            "Parrot CltDl+L",
            ".Createparrot",
            ".FeedParrot l"
        ]
    );
    assert!(text.contains("\nbotocore 1.2.3\n"), "{text}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_older_botocore_adds_what_was_retired() {
    let old = botocore(
        "old",
        "1.0.0",
        &PARROTS.replace("DeleteParrot\"", "SellParrot\""),
    );
    let new = botocore("new", "1.2.3", PARROTS);
    let text = text_of(&[&old, &new]);
    assert!(api_lines(&text).contains(&".SellParrot l"), "{text}");
    assert!(text.contains("\nbotocore 1.0.0 1.2.3\n"), "{text}");
    std::fs::remove_dir_all(old).unwrap();
    std::fs::remove_dir_all(new).unwrap();
}

#[test]
fn a_folder_without_botocore_is_an_error_that_names_it() {
    let error = Models::default().read(Path::new("/nowhere")).unwrap_err();
    assert!(error.to_string().contains("/nowhere/botocore"), "{error}");
}

#[test]
fn a_model_that_is_no_model_is_an_error_that_names_the_file() {
    let folder = botocore("broken", "1.2.3", "{}");
    let error = Models::default().read(&folder).unwrap_err();
    assert!(error.to_string().contains("service-2.json"), "{error}");
    std::fs::remove_dir_all(folder).unwrap();
}
