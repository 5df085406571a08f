//! The dashboard and the operators' guide name metrics that the node really reports.

use crate::support::{free_port, Folder, Node, Rpc};
use std::collections::BTreeSet;

/// Words in `text` that look like a metric of the node.
fn metrics_in(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with("substrate_") || word.starts_with("process_"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn named_metrics_should_exist() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let read = |file: &str| std::fs::read_to_string(format!("{root}/{file}")).unwrap();
    let mut named = metrics_in(&read("ops/grafana/opg-node.json"));
    named.extend(metrics_in(&read("docs/operators.md")));
    assert!(named.len() >= 10, "{named:?}");

    let folder = Folder::new("metrics");
    let port = free_port();
    let mut node = Node::start_with_prometheus(&folder, &["--prometheus-port", &port.to_string()]);
    node.wait_until("finalises", |node| node.rpc.finalised().0 >= 2);
    let reported = metrics_in(&Rpc { port }.get("/metrics").unwrap());
    let missing: Vec<_> = named.difference(&reported).collect();
    assert!(missing.is_empty(), "the node does not report {missing:?}");
}

#[test]
fn health_should_be_good_on_a_development_chain() {
    let folder = Folder::new("health");
    let node = Node::start(&folder, &[]);
    let health = node.rpc.get("/health").unwrap();
    assert!(health.contains("\"isSyncing\":false"), "{health}");
}
