// The releases of other projects whose definitions of custom resources the oracle reads. Nothing here is compiled.
module cdk8s-wasm/test/oracle/definitions

go 1.26.0

require (
	github.com/cert-manager/cert-manager v1.21.1
	github.com/kedacore/keda/v2 v2.20.2
	sigs.k8s.io/gateway-api v1.6.0
)
