//! Reports authors who sign two blocks for one slot.
//!
//! The SDK's block import looks for them too, but after it has taken the seals off the headers, and a
//! report of unsigned headers proves nothing. This task follows imported blocks, whose headers are
//! whole. After a restart it knows nothing of the slots before; other validators do.

use crate::service::{FullClient, FullPool};
use futures::StreamExt;
use opg_primitives::{Block, Header};
use polkadot_sdk::{
    sc_client_api::{BlockImportNotification, BlockchainEvents},
    sc_consensus_babe::find_pre_digest,
    sc_transaction_pool_api::OffchainTransactionPoolFactory,
    sp_api::{ApiExt, ProvideRuntimeApi},
    sp_blockchain::HeaderBackend,
    sp_consensus_babe::{AuthorityIndex, BabeApi, EquivocationProof, Slot},
};
use std::{
    collections::{btree_map::Entry, BTreeMap},
    error::Error,
    sync::Arc,
};

/// Headers are remembered for so many slots after the latest: fifty minutes.
const REMEMBERED: u64 = 1_000;

/// Reports for as long as blocks are imported.
pub async fn watch(client: Arc<FullClient>, pool: Arc<FullPool>) {
    let transactions = OffchainTransactionPoolFactory::new(pool);
    let mut seen = Seen::default();
    let mut imported = client.import_notification_stream();
    while let Some(block) = imported.next().await {
        let Ok(claim) = find_pre_digest::<Block>(&block.header) else { continue };
        let (slot, author) = (claim.slot(), claim.authority_index());
        let Some(first) = seen.conflict(slot, author, &block.header) else { continue };
        match report(&client, &transactions, slot, author, first, &block) {
            Ok(()) => log::info!("Reported that author {author} signed two blocks for slot {slot}"),
            Err(reason) => log::warn!(
                "Author {author} signed two blocks for slot {slot}, which this node could not \
                 report: {reason}"
            ),
        }
    }
}

fn report(
    client: &FullClient,
    transactions: &OffchainTransactionPoolFactory<Block>,
    slot: Slot,
    author: AuthorityIndex,
    first_header: Header,
    second: &BlockImportNotification<Block>,
) -> Result<(), Box<dyn Error>> {
    // The block itself is of the session in question.
    let epoch = client.runtime_api().current_epoch(second.hash)?;
    let offender = epoch.authorities.get(author as usize).ok_or("it is no authority")?.0.clone();
    let owner = client
        .runtime_api()
        .generate_key_ownership_proof(second.hash, slot, offender.clone())?
        .ok_or("the runtime knows no owner of its key")?;
    let second_header = second.header.clone();
    let proof = EquivocationProof { offender, slot, first_header, second_header };
    let best = client.info().best_hash;
    let mut api = client.runtime_api();
    api.register_extension(transactions.offchain_transaction_pool(best));
    api.submit_report_equivocation_unsigned_extrinsic(best, proof, owner)?
        .ok_or_else(|| "the runtime does not take the report".into())
}

/// The first header that each author signed for each of the latest slots; nothing once the author is
/// reported for that slot.
#[derive(Default)]
struct Seen(BTreeMap<(Slot, AuthorityIndex), Option<Header>>);

impl Seen {
    /// The other header that `author` signed for `slot`; once.
    fn conflict(&mut self, slot: Slot, author: AuthorityIndex, header: &Header) -> Option<Header> {
        let found = match self.0.entry((slot, author)) {
            Entry::Vacant(place) => {
                place.insert(Some(header.clone()));
                None
            },
            Entry::Occupied(mut place) => match place.get() {
                Some(first) if first != header => place.get_mut().take(),
                _ => None,
            },
        };
        let latest = self.0.last_key_value().map_or(slot, |((slot, _), _)| *slot);
        let oldest = latest.saturating_sub(REMEMBERED);
        self.0 = self.0.split_off(&(oldest, 0));
        found
    }
}
