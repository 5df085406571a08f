//! # Models: what is served, by whom, on what terms, and who vouches for it
//!
//! A model is the SHA2-256 of its ONNX file. The chain never looks into the file: it keeps what the
//! model's owner says of it, has verifiers check that, and knows which operators answer with it. A hash
//! never comes to mean another model.
//!
//! ## Terminology
//!
//! - **Owner**: who registered the model. Earns the **royalty**, a part of what each answer costs.
//! - **Commitment**: the hash of account, model and salt, brought [`Config::CommitmentAge`] blocks
//!   before the model. A hash that others see on its way into a block is too late for them.
//! - **Claim**: what the owner says of the model: its tensors, how much two honest machines' answers may
//!   differ, and the key by which answers can be proven.
//! - **Attestation**: drawn verifiers compute the claim from the file. If enough of them arrive at the
//!   owner's, anyone may **challenge** that for a while; a larger panel then says who is right. Only
//!   answers of attested models may cost anyone a slash, or be proven.
//! - **Verdict**: [`Claim::verdict`], or that the file is unavailable or not allowed.
//! - **Series**: a name under a name, `owner/series`, and the models released under it, one after
//!   another.
//! - **Offer**: that an operator answers with a model, at what price, how fast, and how many requests at
//!   a time, its **capacity**. A unit of it that is **free** is a slot that a request may take.
//! - **Place**: where in a model's [urn](opg_primitives::urn) an offer is.
//! - **Owed**: units in use beyond a capacity that was lowered: they are not free when they are given
//!   back.
//!
//! ## Scenario
//!
//! 1. Ann has trained a model. She commits to its hash, and ten blocks later registers it with its claim
//!    and a royalty of 5 %. Eve saw Ann's transaction, but has no commitment that is old enough.
//! 2. Ann claims the name `ann` and releases the model as the first of the series `ann/scoring`.
//! 3. Ben and Cat offer it, at a price of 2 OPG and 3 OPG, with 4 and 12 slots. A request draws one of
//!    the 16 and takes it, if the price suits; else it draws again.
//! 4. Ann pays for an attestation. Seven verifiers fetch the file and commit to what they computed; five
//!    say what Ann said. For a day anyone may challenge that; Dan does, and pays for an appeal.
//! 5. Twenty-one others say the same as Ann. The model is attested, and Dan has paid for the appeal. Had
//!    fourteen of them said something else, those who vouched for the claim would have lost their
//!    tickets, Dan would have had his money back, and a quarter of the rest.
//! 6. A year later Ann deprecates the model. Requests that run are finished; Ben and Cat withdraw. With
//!    nobody offering it she removes it, and gets her deposit back.
//!
//! ```text
//!  standing             deprecate                 remove
//!   register -> Active <---------> Deprecated ------------> gone
//!                  |                   |
//!                  '---> Banned <------'      a ban that is lifted restores what was before
//!
//!  attestation
//!     None -----> Examined -----------> Contestable ---- until ----> attested
//!      ^ request      |      confirmed      |                           ^
//!      |              | otherwise           | challenge                 | confirmed again
//!      |              v                     v                           |
//!      |<-- amend  Refused <----------- Appealed -----------------------'
//!      |           otherwise
//!      '--- no verdict, of either panel; whoever was refused may also request once more
//!
//!  an offer's units      take
//!     free <-------------------------------> in use      free + in use = capacity + owed
//!           give back, unless any are owed
//! ```
//!
//! ## What a name promises
//!
//! A hash promises everything, a name only what its owner does with it. A release is never changed, but
//! its owner may take the last one away, and a number that was taken away may come again: whoever must
//! be sure of a model names its hash. Releasing an older model again is how one goes back to it.
//!
//! ## When a model is attested
//!
//! No hook turns `Contestable` into attested when its time has come, and no event says so: whoever reads
//! compares block numbers, see [`types::Attestation::is_attested`]. [`Event::AttestationConcluded`] says
//! until when there may be a challenge, so whoever follows events knows as much.
//!
//! A model that is attested stays so, with the claim that was attested. An owner who wants to claim
//! something else removes the model and registers it again, both in one batch and with a commitment that is
//! old enough: everyone knows the hash by then.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

pub mod api;
mod attest;
pub mod deposit;
mod invariants;
pub mod key;
mod names;
mod offers;
mod registry;
mod slots;
pub mod types;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod tests;

pub use deposit::Deposit;
pub use pallet::*;
pub use views::{AttestationView, ModelLine, ModelView, NamedView, OfferView, ServerView};
pub use weights::WeightInfo;

use opg_primitives::{
    models::{Claim, ModelHash, Name},
    Balance, BlockNumber, Hash,
};
use polkadot_sdk::{
    frame_support::{self, traits::fungible::Credit},
    frame_system,
};
use types::{Commitment, Model, Offer, OwnerName, Release};

/// Money taken from someone.
pub type CreditOf<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;
/// A commitment as it is stored.
pub type CommitmentOf<T> = Commitment<<T as Config>::CommitmentDeposit>;
/// A model as it is stored.
pub type ModelOf<T> = Model<<T as frame_system::Config>::AccountId, <T as Config>::ModelDeposit>;
/// A name as it is stored.
pub type OwnerNameOf<T> =
    OwnerName<<T as frame_system::Config>::AccountId, <T as Config>::NameDeposit>;
/// A release as it is stored.
pub type ReleaseOf<T> = Release<<T as Config>::SeriesDeposit>;
/// An offer as it is stored.
pub type OfferOf<T> = Offer<<T as Config>::OfferDeposit>;

/// Challenge periods, after its last offer is gone, in which answers of a model may be doubted at most.
pub const REST: BlockNumber = 3;

/// What benchmarks need of the pallets around.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
    /// Has `who`, who has money, run models; or not any more.
    fn set_inference(who: &AccountId, runs: bool);
    /// Has as many verifiers as an attestation and its appeal need.
    fn make_verifiers();
    /// Has the panel of a case that was just opened be drawn and give this verdict, all of them. The
    /// case's client is told.
    fn conclude(case: opg_primitives::panels::CaseId, verdict: opg_primitives::panels::Verdict);
}

#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use crate::types::{Said, Sayings, Series, SlotPage, Standing};
    use alloc::{boxed::Box, vec::Vec};
    use opg_primitives::{
        models::{Ask, Class, Interface},
        panels::{CaseId, Panels, Salt, Verdict, MAX_DRAWN, MAX_EXCLUDED},
        stake::OperatorRoles,
        urn::{Place, Weights},
    };
    use polkadot_sdk::{
        frame_support::{
            pallet_prelude::*,
            traits::{
                fungible::{Balanced, Mutate},
                Consideration, Footprint, OnUnbalanced, StorageVersion,
            },
        },
        frame_system::pallet_prelude::*,
        sp_runtime::Permill,
    };

    /// The layout of this pallet's storage.
    pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: polkadot_sdk::frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The token.
        type Currency: Mutate<Self::AccountId, Balance = Balance> + Balanced<Self::AccountId>;

        /// What is held for a commitment: see [`Deposit`] for these five.
        type CommitmentDeposit: Consideration<Self::AccountId, Footprint>;

        /// What is held for a model.
        type ModelDeposit: Consideration<Self::AccountId, Footprint>;

        /// What is held for a name.
        type NameDeposit: Consideration<Self::AccountId, Footprint>;

        /// What is held for each release of a series.
        type SeriesDeposit: Consideration<Self::AccountId, Footprint>;

        /// What is held for an offer.
        type OfferDeposit: Consideration<Self::AccountId, Footprint>;

        /// Who runs models.
        type Operators: OperatorRoles<Self::AccountId>;

        /// Where verifiers are drawn.
        type Panels: Panels<Self::AccountId, Slashed = CreditOf<Self>>;

        /// Receives what is slashed and not the challenger's.
        type OnSlash: OnUnbalanced<CreditOf<Self>>;

        /// May ban models.
        type ModerationOrigin: EnsureOrigin<Self::RuntimeOrigin>;

        /// Blocks between a commitment and what it commits to.
        #[pallet::constant]
        type CommitmentAge: Get<BlockNumber>;

        /// Bytes that a model's file has at most.
        #[pallet::constant]
        type MaxModelBytes: Get<u64>;

        /// Releases that a series has at most.
        #[pallet::constant]
        type MaxReleases: Get<u32>;

        /// Requests that an offer has at a time at most.
        #[pallet::constant]
        type MaxCapacity: Get<u32>;

        /// Blocks that an operator may ask for an answer at most.
        #[pallet::constant]
        type MaxLatency: Get<BlockNumber>;

        /// Blocks in which what a panel found may be challenged.
        type ChallengePeriod: Get<BlockNumber>;

        /// Sets things up for benchmarks.
        #[cfg(feature = "runtime-benchmarks")]
        type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;

        /// What each call weighs.
        type WeightInfo: WeightInfo;
    }

    /// Why money is held.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// A commitment to register a model.
        #[codec(index = 0)]
        Commitment,
        /// A model and what is said of it.
        #[codec(index = 1)]
        Model,
        /// A name.
        #[codec(index = 2)]
        Name,
        /// The releases of a series.
        #[codec(index = 3)]
        Series,
        /// An offer to answer with a model.
        #[codec(index = 4)]
        Offer,
    }

    /// Commitments, by account.
    #[pallet::storage]
    pub type Commitments<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Blake2_128Concat,
        Hash,
        CommitmentOf<T>,
    >;

    /// Models: what requests have to read of them.
    #[pallet::storage]
    pub type Models<T: Config> = StorageMap<_, Blake2_128Concat, ModelHash, ModelOf<T>>;

    /// All that the owners of models say of them.
    #[pallet::storage]
    pub type Claims<T: Config> = StorageMap<_, Blake2_128Concat, ModelHash, Claim>;

    /// What the last panel that was asked about a model's claim said.
    #[pallet::storage]
    pub type LastSaid<T: Config> =
        StorageMap<_, Blake2_128Concat, ModelHash, Sayings<T::AccountId>>;

    /// Names under which series are published.
    #[pallet::storage]
    pub type Names<T: Config> = StorageMap<_, Blake2_128Concat, Name, OwnerNameOf<T>>;

    /// Series, by the owner's name and their own.
    #[pallet::storage]
    pub type SeriesOf<T> =
        StorageDoubleMap<_, Blake2_128Concat, Name, Blake2_128Concat, Name, Series>;

    /// Releases of series, by the owner's name, the series' name, and their number, counted from one.
    #[pallet::storage]
    pub type Releases<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Blake2_128Concat, Name>,
            NMapKey<Blake2_128Concat, Name>,
            NMapKey<Twox64Concat, u32>,
        ),
        ReleaseOf<T>,
    >;

    /// Offers, by operator and model.
    #[pallet::storage]
    pub type Offers<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Blake2_128Concat,
        ModelHash,
        OfferOf<T>,
    >;

    /// Who is in the places of a model's urn: all from zero to the number of its offers.
    #[pallet::storage]
    pub type Seats<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, ModelHash, Twox64Concat, Place, T::AccountId>;

    /// The pages of a model's urn: what is free of the offers in their places.
    #[pallet::storage]
    pub type SlotPages<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, ModelHash, Twox64Concat, u32, SlotPage, ValueQuery>;

    /// The root of a model's urn: for each page on which anything is free, what its offers have in all.
    #[pallet::storage]
    pub type Roots<T: Config> = StorageMap<_, Blake2_128Concat, ModelHash, Weights, ValueQuery>;

    #[pallet::event]
    #[pallet::generate_deposit(pub(super) fn deposit_event)]
    pub enum Event<T: Config> {
        /// An account committed to a model it will register.
        Committed { account: T::AccountId, commitment: Hash },
        /// An account took a commitment back.
        CommitmentWithdrawn { account: T::AccountId, commitment: Hash },
        /// A model was registered, against this commitment, with this claim: its key is in the
        /// transaction, here is the BLAKE2b-256 of it.
        Registered {
            model: ModelHash,
            owner: T::AccountId,
            commitment: Hash,
            bytes: u64,
            royalty: Permill,
            class: Class,
            interface: Interface,
            key: Option<Hash>,
        },
        /// A model has another royalty from now on.
        RoyaltyChanged { model: ModelHash, royalty: Permill },
        /// A model has another claim from now on, of which nothing was said yet.
        Amended { model: ModelHash, class: Class, interface: Interface, key: Option<Hash> },
        /// A panel will look at a model.
        AttestationRequested { model: ModelHash, case: CaseId },
        /// A panel said what it found. If that is what the owner says, anyone may challenge it before
        /// block `until`, from which on the model is attested. Another verdict refuses it; without one
        /// all is as before.
        AttestationConcluded {
            model: ModelHash,
            case: CaseId,
            verdict: Option<Verdict>,
            until: Option<BlockNumber>,
            said: Said<T::AccountId>,
        },
        /// Someone doubts what a panel found: another one will look, for at most this much.
        Challenged { model: ModelHash, appeal: CaseId, challenger: T::AccountId },
        /// The second panel said what it found: the model is attested; or refused, by a verdict; or
        /// there was no verdict, and it is not attested.
        AppealConcluded {
            model: ModelHash,
            appeal: CaseId,
            verdict: Option<Verdict>,
            attested: bool,
            said: Said<T::AccountId>,
        },
        /// A challenger was right, and was paid of what others lost.
        ChallengerPaid { model: ModelHash, challenger: T::AccountId, amount: Balance },
        /// People should, or should not, use a model any more.
        StandingChanged { model: ModelHash, standing: Standing },
        /// A model is not registered any more.
        Removed { model: ModelHash },
        /// An account claimed a name.
        NameClaimed { name: Name, account: T::AccountId },
        /// A name is free again.
        NameGivenUp { name: Name },
        /// A model is the release of a series with this number, the last one so far.
        Released { owner: Name, series: Name, number: u32, model: ModelHash },
        /// A series' last release was taken away; with the first one, the series.
        ReleaseRemoved { owner: Name, series: Name, number: u32 },
        /// An operator answers with a model on these terms.
        Offered { operator: T::AccountId, model: ModelHash, ask: Ask, capacity: u32 },
        /// An operator takes no more requests for a model.
        OfferWithdrawn { operator: T::AccountId, model: ModelHash },
        /// Nothing of a withdrawn offer is in use any more.
        OfferRemoved { operator: T::AccountId, model: ModelHash },
    }

    #[pallet::error]
    pub enum Error<T> {
        /// The account has not enough money that is free to be held as a deposit.
        NotEnoughFree,
        /// This commitment was made already: wait until it is old enough, then register.
        AlreadyCommitted,
        /// There is no such commitment of this account: commit to the hash of account, model and salt.
        NotCommitted,
        /// Others might have seen the model when this was committed: wait `CommitmentAge` blocks.
        CommitmentTooYoung,
        /// This model is registered: use it as it is, or release it under a name if it is yours.
        AlreadyRegistered,
        /// A model's file has at least one byte, and at most `MaxModelBytes`.
        BadSize,
        /// A model's owner gets at most a tenth: choose a lower royalty.
        RoyaltyTooHigh,
        /// A model has at least one input and one output: list them in the file's order.
        NoTensors,
        /// A tensor's name is visible ASCII without spaces: rename it in the file.
        BadTensorName,
        /// Two inputs or two outputs have one name: rename one in the file.
        SameTensorName,
        /// A dimension is zero: say `Free` of one that is chosen by whoever asks.
        ZeroDimension,
        /// The fixed dimensions of a tensor make more elements than any model here may have.
        TensorTooLarge,
        /// Honest answers differ by less: allow one part in a hundred at most, and one besides.
        ToleranceTooLarge,
        /// Only what is the same on every machine can be proven: claim `Exact`, or no key.
        KeyNeedsExact,
        /// The key is of a version that is not verified here: make it with this chain's `opg-zk`.
        KeyVersion,
        /// The key is for a circuit that is not verified here: make it with this chain's `opg-zk`.
        KeyShape,
        /// The key has another length than its first bytes ask for: send all of it, and nothing else.
        KeyLength,
        /// There is no such model: check the hash, or register it.
        NoSuchModel,
        /// Only the model's owner may do this.
        NotTheOwner,
        /// The claim is being examined, or was confirmed: wait for the verdict; what is attested stays.
        ClaimIsFixed,
        /// The model is deprecated or banned: choose another, or have it active again first.
        NotActive,
        /// Fewer verifiers than an attestation and an appeal would need: an attestation that nobody
        /// could challenge would be worth nothing. Wait until there are more.
        TooFewVerifiers,
        /// A panel is at it, or what it found may be challenged: wait until that is over.
        AttestationUnderWay,
        /// The model is attested: there is nothing more to ask for.
        AlreadyAttested,
        /// There is nothing to challenge: no panel confirmed the claim, someone else challenges it, or
        /// the time for it is over.
        NotContestable,
        /// That is how it is already.
        AlreadySo,
        /// Moderators banned this model: ask them.
        IsBanned,
        /// People use the model: deprecate it first.
        StillActive,
        /// Operators offer the model: wait until they have withdrawn, or deprecate it and retire their offers if
        /// nobody vouches for it; and until what they work on is done.
        StillOffered,
        /// A name is made of small letters and digits, with single hyphens between them.
        BadName,
        /// Someone has this name: choose another.
        NameTaken,
        /// Nobody has this name: claim it first.
        NoSuchName,
        /// Only who claimed this name may do this.
        NotYourName,
        /// There are series under this name: remove their releases first.
        NameHasSeries,
        /// The series' last release is this model: there is nothing to change.
        AlreadyLatest,
        /// The series has as many releases as one may have: begin another, or remove the last one.
        TooManyReleases,
        /// There is no such series under this name.
        NoSuchSeries,
        /// The account runs no models: register as an operator with the inference role.
        NotServing,
        /// An answer costs at least one planck: a price of zero would pay nobody.
        NoPrice,
        /// Between one block and `MaxLatency` blocks may be promised for an answer.
        BadLatency,
        /// Between one request and `MaxCapacity` requests may be had at a time: withdraw to stop.
        BadCapacity,
        /// As many operators offer this model as there are places for.
        TooManyOffers,
        /// This operator does not offer this model.
        NoSuchOffer,
        /// This offer is being withdrawn: it goes when what is in use of it is given back.
        AlreadyWithdrawn,
        /// The operator has the role that the offer needs: only it may withdraw, or the model's owner once the
        /// model is deprecated and nobody vouches for it.
        StillServes,
        /// Answers from when the model was offered may still be doubted: wait until three challenge periods
        /// after its last offer was gone.
        StillDoubted,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            const { assert!(MAX_DRAWN + 2 <= MAX_EXCLUDED, "a first panel must be kept off an appeal") }
            assert!(T::CommitmentAge::get() > 0, "what is seen in the pool must come too late");
            assert!(T::MaxModelBytes::get() > 0, "a model has a size");
            assert!(T::MaxReleases::get() > 0, "a series has releases");
            assert!(T::MaxCapacity::get() > 0, "an offer has a capacity");
            assert!(T::MaxLatency::get() > 0, "an answer takes time");
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(
            _now: BlockNumberFor<T>,
        ) -> Result<(), polkadot_sdk::sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Commits to registering a model: `commitment` is the BLAKE2b-256 of `opg/model`, the caller,
        /// the model and a salt, see [`Pallet::commitment`]. A deposit is held until the model is
        /// registered or the commitment withdrawn. Emits `Committed`.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::commit())]
        pub fn commit(origin: OriginFor<T>, commitment: Hash) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_commit(&who, commitment)
        }

        /// Takes a commitment back, and its deposit. Emits `CommitmentWithdrawn`.
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::withdraw_commitment())]
        pub fn withdraw_commitment(origin: OriginFor<T>, commitment: Hash) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_withdraw_commitment(&who, commitment)
        }

        /// Registers the model that the caller committed to with `salt`, `CommitmentAge` blocks ago or
        /// more. The commitment's deposit comes back; one for the model and its claim is held until it
        /// is removed. Emits `Registered`.
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::register())]
        pub fn register(
            origin: OriginFor<T>,
            model: ModelHash,
            #[pallet::compact] bytes: u64,
            claim: Box<Claim>,
            royalty: Permill,
            salt: Salt,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_register(&who, model, bytes, claim, royalty, &salt)
        }

        /// The owner asks for more or less of what answers cost. Requests that were made before are not
        /// affected. Emits `RoyaltyChanged`.
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::set_royalty())]
        pub fn set_royalty(
            origin: OriginFor<T>,
            model: ModelHash,
            royalty: Permill,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_set_royalty(&who, model, royalty)
        }

        /// The owner says something else of a model, while nobody vouches for what was said before, and nobody has
        /// offered it for three challenge periods: answers are judged by the claim with which they were asked
        /// for. The deposit follows the claim's size. Emits `Amended`.
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::amend())]
        pub fn amend(origin: OriginFor<T>, model: ModelHash, claim: Box<Claim>) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_amend(&who, model, claim)
        }

        /// The owner has a panel look at the model, and pays its members: what they cost at most is held
        /// until they are done. Emits `AttestationRequested`.
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::request_attestation())]
        pub fn request_attestation(origin: OriginFor<T>, model: ModelHash) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_request_attestation(&who, model)
        }

        /// Anyone who doubts what a panel found has a larger one look, and pays its members: what they
        /// cost at most is held until they are done. If they find something else, that money comes back
        /// out of what those who vouched lose, and a quarter of the rest. Emits `Challenged`.
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::challenge())]
        pub fn challenge(origin: OriginFor<T>, model: ModelHash) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_challenge(&who, model)
        }

        /// The owner says that people should not use the model any more, or that they may. Without it
        /// no request and no offer begins; those that there are go on. Emits `StandingChanged`.
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::deprecate())]
        pub fn deprecate(
            origin: OriginFor<T>,
            model: ModelHash,
            deprecated: bool,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_deprecate(&who, model, deprecated)
        }

        /// Moderators forbid a model, or lift the ban: then it is what it was before. Emits
        /// `StandingChanged`.
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::ban())]
        pub fn ban(origin: OriginFor<T>, model: ModelHash, banned: bool) -> DispatchResult {
            T::ModerationOrigin::ensure_origin(origin)?;
            Self::do_ban(model, banned)
        }

        /// The owner takes a deprecated model that nobody offers off the chain, and gets the deposit
        /// back. Not while a panel is at it, nor while it may be challenged; and a banned one stays, so
        /// that the ban does. Releases keep its hash. Emits `Removed`.
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::remove())]
        pub fn remove(origin: OriginFor<T>, model: ModelHash) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_remove(&who, model)
        }

        /// Claims a name under which to publish, against a deposit. Emits `NameClaimed`.
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::claim_name())]
        pub fn claim_name(origin: OriginFor<T>, name: Name) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_claim_name(&who, name)
        }

        /// Gives a name up that has no series any more, and takes its deposit back. Emits
        /// `NameGivenUp`.
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::give_up_name())]
        pub fn give_up_name(origin: OriginFor<T>, name: Name) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_give_up_name(&who, name)
        }

        /// Releases one of the caller's models as the next of the series `owner_name/series`, the first
        /// of which begins it. A deposit is held for each release. Emits `Released`.
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::release())]
        pub fn release(
            origin: OriginFor<T>,
            owner_name: Name,
            series: Name,
            model: ModelHash,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_release(&who, owner_name, series, model)
        }

        /// Takes a series' last release away, and the deposit for it back; with the first one, the
        /// series. One at a time, so that no call is larger than a block. Emits `ReleaseRemoved`.
        #[pallet::call_index(13)]
        #[pallet::weight(T::WeightInfo::remove_release())]
        pub fn remove_release(
            origin: OriginFor<T>,
            owner_name: Name,
            series: Name,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_remove_release(&who, owner_name, series)
        }

        /// An operator that runs models answers with this one, on these terms and `capacity` requests at
        /// a time; or changes the terms on which it does. A deposit is held for the offer. What is in
        /// use beyond a lowered capacity is finished. Emits `Offered`.
        #[pallet::call_index(14)]
        #[pallet::weight(T::WeightInfo::offer())]
        pub fn offer(
            origin: OriginFor<T>,
            model: ModelHash,
            ask: Ask,
            capacity: u32,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_offer(&who, model, ask, capacity)
        }

        /// An operator takes no more requests for a model. The offer goes, and its deposit comes back,
        /// when what is in use of it is given back: at once if nothing is. Emits `OfferWithdrawn`,
        /// `OfferRemoved`.
        #[pallet::call_index(15)]
        #[pallet::weight(T::WeightInfo::withdraw_offer())]
        pub fn withdraw_offer(origin: OriginFor<T>, model: ModelHash) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_withdraw_offer(&who, model)
        }

        /// Anyone may withdraw the offer of an operator that has lost the role for it: nobody would be
        /// served. So may the owner of a deprecated model for which nobody vouches, to amend its claim. Emits
        /// `OfferWithdrawn`, `OfferRemoved`.
        #[pallet::call_index(16)]
        #[pallet::weight(T::WeightInfo::retire_offer())]
        pub fn retire_offer(
            origin: OriginFor<T>,
            operator: T::AccountId,
            model: ModelHash,
        ) -> DispatchResult {
            let who = ensure_signed(origin)?;
            Self::do_retire_offer(&who, &operator, model)
        }
    }

    #[pallet::view_functions]
    impl<T: Config> Pallet<T> {
        /// A model, and all that its owner says of it.
        pub fn model(model: ModelHash) -> Option<ModelView<T::AccountId>> {
            Self::view_model(&model)
        }

        /// What a series' release with this number is, or its last one.
        pub fn model_named(
            owner: Name,
            series: Name,
            release: Option<u32>,
        ) -> Option<NamedView<T::AccountId>> {
            Self::view_named(&owner, &series, release)
        }

        /// Models in the order in which they are stored, those after `after`.
        pub fn models(after: Option<ModelHash>, count: u32) -> Vec<ModelLine<T::AccountId>> {
            Self::view_models(after, count)
        }

        /// Releases of a series, from number `from` on, with their numbers.
        pub fn releases(owner: Name, series: Name, from: u32, count: u32) -> Vec<(u32, ModelHash)> {
            Self::view_releases(&owner, &series, from, count)
        }

        /// Who answers with a model, from place `from` on.
        pub fn servers(model: ModelHash, from: u32, count: u32) -> Vec<ServerView<T::AccountId>> {
            Self::view_servers(&model, from, count)
        }

        /// What an operator answers with.
        pub fn offers_of(operator: T::AccountId) -> Vec<OfferView> {
            Self::view_offers(&operator)
        }

        /// Whether a model is attested, and who said what.
        pub fn attestation(model: ModelHash) -> Option<AttestationView<T::AccountId>> {
            Self::view_attestation(&model)
        }
    }
}
