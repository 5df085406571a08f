//! A chain in memory: starts from a shipped preset, makes blocks as a node would.

use crate::*;
use codec::Encode;
use frame_support::{
    storage::{with_transaction_unchecked, TransactionOutcome},
    traits::{TryState, TryStateSelect},
};
use sp_consensus_babe::digests::{PreDigest, SecondaryPlainPreDigest};
use sp_consensus_babe::Slot;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
    generic::{Digest, DigestItem},
    traits::Header as _,
    transaction_validity::{TransactionSource, TransactionValidity},
    ApplyExtrinsicResult,
};

/// In place of the executor that nodes have: in these tests a runtime's code is its version, encoded.
struct CodeIsItsVersion;

impl sp_core::traits::ReadRuntimeVersion for CodeIsItsVersion {
    fn read_runtime_version(
        &self,
        code: &[u8],
        _: &mut dyn sp_core::traits::Externalities,
    ) -> Result<Vec<u8>, String> {
        Ok(code.to_vec())
    }
}

/// A chain that starts from `preset`.
fn start(preset: &str) -> sp_io::TestExternalities {
    let mut chain = sp_io::TestExternalities::new(
        crate::genesis::storage(&preset.into()).expect("the preset exists"),
    );
    chain.register_extension(sp_keystore::KeystoreExt::new(
        sp_keystore::testing::MemoryKeystore::new(),
    ));
    chain.register_extension(sp_core::traits::ReadRuntimeVersionExt::new(CodeIsItsVersion));
    chain
}

/// Runs `test` on a chain that starts from `preset`; afterwards every pallet's invariants hold.
pub fn on(preset: &str, test: impl FnOnce()) {
    start(preset).execute_with(|| {
        test();
        check_invariants();
    });
}

/// The same for tests of very many blocks, in parts: after each of them what has changed so far becomes what
/// the chain has, as it does on a node after every block. Otherwise each block's root would have to be made of
/// all changes since the first one.
pub struct LongChain(sp_io::TestExternalities);

impl LongChain {
    pub fn new(preset: &str) -> Self {
        Self(start(preset))
    }

    pub fn part<R>(&mut self, part: impl FnOnce() -> R) -> R {
        let result = self.0.execute_with(part);
        self.0.commit_all().expect("no transaction is open");
        result
    }

    pub fn end(mut self) {
        self.0.execute_with(check_invariants);
    }
}

pub fn check_invariants() {
    AllPalletsWithSystem::try_state(System::block_number(), TryStateSelect::All)
        .expect("every pallet's invariants hold");
}

/// The slot of block 1; later blocks take the slots after it.
const FIRST_SLOT: u64 = 600_000_000;

/// Begins the next block, authored by the validator with this index in this slot: hooks have run, and nothing
/// else is in it.
pub fn begin_block(author: u32, slot: u64) {
    let number = System::block_number() + 1;
    let digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
        authority_index: author,
        slot: Slot::from(slot),
    });
    let parent = System::block_hash(number - 1);
    let header = Header::new(
        number,
        Default::default(),
        Default::default(),
        parent,
        Digest { logs: vec![DigestItem::PreRuntime(*b"BABE", digest.encode())] },
    );
    Executive::initialize_block(&header);
}

/// Makes the next block of `transactions`, authored by the validator with this index.
pub fn block_by(author: u32, transactions: Vec<UncheckedExtrinsic>) -> Vec<ApplyExtrinsicResult> {
    let number = System::block_number() + 1;
    begin_block(author, FIRST_SLOT + u64::from(number));
    end_block(transactions)
}

/// Ends a block that was begun with `transactions`.
pub fn end_block(transactions: Vec<UncheckedExtrinsic>) -> Vec<ApplyExtrinsicResult> {
    end_block_at(*Babe::current_slot() * opg_primitives::time::SLOT_MILLIS, transactions)
}

/// The same at a time of its slot.
pub fn end_block_at(
    now: Moment,
    transactions: Vec<UncheckedExtrinsic>,
) -> Vec<ApplyExtrinsicResult> {
    let number = System::block_number();
    let timestamp = UncheckedExtrinsic::new_bare(pallet_timestamp::Call::set { now }.into());
    Executive::apply_extrinsic(timestamp).unwrap().unwrap();
    let results = transactions.into_iter().map(Executive::apply_extrinsic).collect();
    let header = Executive::finalize_block();
    // What the next block's parent hash will be.
    frame_system::BlockHash::<Runtime>::insert(number, header.hash());
    results
}

/// Makes `count` empty blocks.
pub fn blocks(count: BlockNumber) {
    blocks_to(System::block_number() + count);
}

/// Makes empty blocks up to and including `height`.
pub fn blocks_to(height: BlockNumber) {
    while System::block_number() < height {
        block_by(0, Vec::new());
    }
}

/// What the pool hears of a transaction. Leaves no trace.
pub fn validate(transaction: UncheckedExtrinsic) -> TransactionValidity {
    validate_from(TransactionSource::External, transaction)
}

/// The same of one that comes from somewhere else.
pub fn validate_from(
    source: TransactionSource,
    transaction: UncheckedExtrinsic,
) -> TransactionValidity {
    let best = System::block_hash(System::block_number());
    with_transaction_unchecked(|| {
        let answer = Executive::validate_transaction(source, transaction, best);
        TransactionOutcome::Rollback(answer)
    })
}

/// `call`, signed by `who` with its next nonce.
pub fn signed(who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
    signed_with_tip(who, call, 0)
}

pub fn signed_with_tip(
    who: Sr25519Keyring,
    call: impl Into<RuntimeCall>,
    tip: Balance,
) -> UncheckedExtrinsic {
    let account = who.to_account_id();
    let extension = immortal_extension(System::account_nonce(&account), tip);
    let payload = SignedPayload::new(call.into(), extension).unwrap();
    let signature = payload.using_encoded(|bytes| who.sign(bytes));
    let (call, extension, _) = payload.deconstruct();
    UncheckedExtrinsic::new_signed(call, account.into(), signature.into(), extension)
}

/// What an account can freely spend.
pub fn free(who: Sr25519Keyring) -> Balance {
    Balances::free_balance(who.to_account_id())
}
