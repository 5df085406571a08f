//! Numbers by which a pool says which rule of the chain a transaction broke.

use super::Chain;

/// Refusals of these pallets are numbered as their errors are, from these numbers on: docs/models.md.
const PALLETS: [(u8, &str); 2] = [(128, "Oracle"), (32, "Inference")];

/// The number in what a node said, if there is one.
fn number(why: &str) -> Option<u8> {
    let (_, after) = why.split_once("Custom error: ").or_else(|| why.split_once("Custom("))?;
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    after.get(..end)?.parse().ok()
}

impl Chain {
    /// What a node said, and what is behind its number.
    pub fn in_words(&self, why: &str) -> String {
        let named = number(why).and_then(|number| {
            let (first, pallet) = PALLETS.iter().find(|(first, _)| number >= *first)?;
            Some(self.error_in_words(pallet, number.checked_sub(*first)?))
        });
        named.map_or_else(|| why.to_owned(), |named| format!("{named}: {why}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_should_be_found_in_what_nodes_say() {
        let said = "Invalid Transaction: \"Custom error: 133\" (1010)";
        assert_eq!(number(said), Some(133));
        assert_eq!(number("Unknown Transaction Validity: \"Custom(32)\" (1011)"), Some(32));
        for none in
            ["Priority is too low (1014)", "Custom error: ", "Custom(999)", "Custom error: x"]
        {
            assert_eq!(number(none), None, "{none}");
        }
    }
}
