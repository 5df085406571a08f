//! Which models the chain's rules allow. Pure, and the same for every verifier: an operator that is not here
//! is not allowed, whatever it does.

use opg_engine::Description;

/// ONNX's own operators, but those that are random (`Dropout` may be), those that run graphs of their own (`If`, `Loop`, `Scan`,
/// `SequenceMap`: how long they run is not in the file), and those of sequences, optional values and
/// training. In the order of their names.
#[rustfmt::skip]
const OWN: &[&str] = &[
    "Abs", "Acos", "Acosh", "Add", "AffineGrid", "And", "ArgMax", "ArgMin", "Asin", "Asinh",
    "Atan", "Atanh", "Attention", "AveragePool", "BatchNormalization", "BitShift", "BitwiseAnd",
    "BitwiseNot", "BitwiseOr", "BitwiseXor", "BlackmanWindow", "Cast", "CastLike", "Ceil", "Celu",
    "CenterCropPad", "Clip", "Col2Im", "Compress", "Concat", "Constant", "ConstantOfShape",
    "Conv", "ConvInteger", "ConvTranspose", "Cos", "Cosh", "CumSum", "DFT", "DeformConv",
    "DepthToSpace", "DequantizeLinear", "Det", "Div", "DynamicQuantizeLinear", "Einsum", "Elu",
    "Equal", "Erf", "Exp", "Expand", "EyeLike", "Flatten", "Floor", "GRU", "Gather",
    "GatherElements", "GatherND", "Gelu", "Gemm", "GlobalAveragePool", "GlobalLpPool",
    "GlobalMaxPool", "Greater", "GreaterOrEqual", "GridSample", "GroupNormalization",
    "HammingWindow", "HannWindow", "HardSigmoid", "HardSwish", "Hardmax", "Identity",
    "InstanceNormalization", "IsInf", "IsNaN", "LRN", "LSTM", "LayerNormalization", "LeakyRelu",
    "Less", "LessOrEqual", "Log", "LogSoftmax", "LpNormalization", "LpPool", "MatMul",
    "MatMulInteger", "Max", "MaxPool", "MaxRoiPool", "MaxUnpool", "Mean",
    "MeanVarianceNormalization", "MelWeightMatrix", "Min", "Mish", "Mod", "Mul", "Neg",
    "NonMaxSuppression", "NonZero", "Not", "OneHot", "Or", "PRelu", "Pad", "Pow", "QLinearConv",
    "QLinearMatMul", "QuantizeLinear", "RMSNormalization", "RNN", "Range", "Reciprocal",
    "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean",
    "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare", "RegexFullMatch", "Relu",
    "Reshape", "Resize", "ReverseSequence", "RoiAlign", "RotaryEmbedding", "Round", "STFT",
    "ScatterElements", "ScatterND", "Selu", "Shape", "Shrink", "Sigmoid", "Sign", "Sin", "Sinh",
    "Size", "Slice", "Softmax", "Softplus", "Softsign", "SpaceToDepth", "Split", "Sqrt",
    "Squeeze", "StringConcat", "StringNormalizer", "StringSplit", "Sub", "Sum", "Swish", "Tan",
    "Tanh", "TensorScatter", "TfIdfVectorizer", "ThresholdedRelu", "Tile", "TopK", "Transpose",
    "Trilu", "Unique", "Unsqueeze", "Upsample", "Where", "Xor",
];

/// Operators of trees and tables.
#[rustfmt::skip]
const MACHINE_LEARNING: &[&str] = &[
    "ArrayFeatureExtractor", "Binarizer", "CategoryMapper", "FeatureVectorizer", "Imputer",
    "LabelEncoder", "LinearClassifier", "LinearRegressor", "Normalizer", "OneHotEncoder",
    "SVMClassifier", "SVMRegressor", "Scaler", "TreeEnsemble", "TreeEnsembleClassifier",
    "TreeEnsembleRegressor",
];

/// Operators of ONNX Runtime, of which other runtimes may have none: those that quantised models are made of.
#[rustfmt::skip]
const MICROSOFT: &[&str] = &[
    "DequantizeLinear", "DynamicQuantizeMatMul", "FusedConv", "FusedGemm", "FusedMatMul", "Gelu",
    "MatMulInteger16", "MatMulIntegerToFloat", "QGemm", "QLinearAdd", "QLinearAveragePool",
    "QLinearConcat", "QLinearConv", "QLinearGlobalAveragePool", "QLinearLeakyRelu", "QLinearMul",
    "QLinearReduceMean", "QLinearSigmoid", "QLinearSoftmax", "QLinearWhere", "QuantizeLinear",
    "SkipLayerNormalization",
];

/// What in a model is not allowed, if anything.
pub fn forbidden(model: &Description) -> Option<String> {
    if model.external_data {
        return Some("it keeps data in other files".into());
    }
    let bad = model.operators.iter().find(|operator| !is_allowed(&operator.domain, &operator.name));
    bad.map(|operator| match operator.domain.as_str() {
        "" => format!("its operator {} is not allowed", operator.name),
        domain => format!("its operator {} of {domain} is not allowed", operator.name),
    })
}

fn is_allowed(domain: &str, name: &str) -> bool {
    let allowed = match domain {
        "" => OWN,
        "ai.onnx.ml" => MACHINE_LEARNING,
        "com.microsoft" => MICROSOFT,
        _ => return false,
    };
    allowed.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use opg_engine::Operator;

    fn of(domain: &str, name: &str) -> Description {
        Description {
            sha256: [0; 32],
            size: 0,
            inputs: vec![],
            outputs: vec![],
            opset: 21,
            other_opsets: vec![],
            operators: vec![Operator { domain: domain.into(), name: name.into(), count: 1 }],
            nodes: 1,
            external_data: false,
        }
    }

    #[test]
    fn lists_should_be_in_order_so_that_they_can_be_searched() {
        for list in [OWN, MACHINE_LEARNING, MICROSOFT] {
            assert!(list.is_sorted());
        }
    }

    #[test]
    fn operators_that_compute_should_be_allowed() {
        for name in OWN {
            assert_eq!(forbidden(&of("", name)), None);
        }
        assert_eq!(forbidden(&of("com.microsoft", "QGemm")), None);
        assert_eq!(forbidden(&of("ai.onnx.ml", "TreeEnsembleClassifier")), None);
    }

    #[test]
    fn what_is_random_loops_or_is_unknown_should_not_be() {
        let random =
            ["Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform"];
        for name in random.into_iter().chain(["Dropout", "Loop", "Scan", "If", "NoSuch"]) {
            let why = forbidden(&of("", name)).expect(name);
            assert!(why.contains(name), "{why}");
        }
        assert!(forbidden(&of("somebody", "Add")).is_some());
        let external = Description { external_data: true, ..of("", "Add") };
        assert!(forbidden(&external).unwrap().contains("other files"));
    }
}
