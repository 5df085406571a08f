//! What clients rely on stays what it is: `interface.txt` lists every pallet, call, event, error,
//! storage entry and constant with its index. A change there is a change for every client.
//!
//! After a deliberate change: `UPDATE_INTERFACE=1 make test` writes the file anew.

use crate::*;
use scale_info::{form::MetaForm, Field, MetaType, TypeDef};

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tests/interface.txt");

/// One line for each thing a client may name.
fn describe() -> String {
    let metadata = Runtime::metadata_ir();
    let mut lines = Vec::new();
    for extension in &metadata.extrinsic.extensions_in_versions {
        lines.push(format!("extension {}", extension.identifier));
    }
    for pallet in metadata.pallets {
        lines.push(format!("pallet {} {}", pallet.index, pallet.name));
        lines.extend(variants("call", pallet.calls.map(|calls| calls.ty)));
        lines.extend(variants("event", pallet.event.map(|event| event.ty)));
        lines.extend(variants("error", pallet.error.map(|error| error.ty)));
        let entries = pallet.storage.into_iter().flat_map(|storage| storage.entries);
        lines.extend(entries.map(|entry| format!("  storage {}", entry.name)));
        lines.extend(pallet.constants.iter().map(|item| format!("  constant {}", item.name)));
        lines.extend(pallet.view_functions.iter().map(|view| format!("  view {}", view.name)));
    }
    for api in metadata.apis {
        lines.extend(api.methods.iter().map(|method| format!("api {}.{}", api.name, method.name)));
    }
    lines.join("\n") + "\n"
}

/// The variants of a call, event or error type, with their indices and fields.
fn variants(what: &str, kind: Option<MetaType>) -> Vec<String> {
    let Some(TypeDef::Variant(kind)) = kind.map(|kind| kind.type_info().type_def) else {
        return Vec::new();
    };
    let field = |field: &Field<MetaForm>| {
        format!("{}: {}", field.name.unwrap_or("_"), field.type_name.unwrap_or("_"))
    };
    kind.variants
        .iter()
        .map(|variant| {
            let fields: Vec<_> = variant.fields.iter().map(field).collect();
            format!("  {what} {} {}({})", variant.index, variant.name, fields.join(", "))
        })
        .collect()
}

#[test]
fn interface_should_be_the_one_clients_know() {
    let now = sp_io::TestExternalities::new_empty().execute_with(describe);
    if std::env::var_os("UPDATE_INTERFACE").is_some() {
        std::fs::write(SNAPSHOT, &now).unwrap();
    }
    let known = std::fs::read_to_string(SNAPSHOT).unwrap_or_default();
    for (line, (was, is)) in known.lines().zip(now.lines()).enumerate() {
        assert_eq!(was, is, "interface.txt, line {}", line + 1);
    }
    assert_eq!(known.lines().count(), now.lines().count(), "interface.txt has another length");
}

#[test]
fn calls_should_be_small_enough_to_pass_by_value() {
    assert!(core::mem::size_of::<RuntimeCall>() <= 256);
}

#[test]
fn view_functions_should_answer_for_unknown_ids_with_an_error() {
    let id = frame_support::view_functions::ViewFunctionId { prefix: [0; 16], suffix: [0; 16] };
    assert!(Runtime::execute_view_function(id, Vec::new()).is_err());
}
