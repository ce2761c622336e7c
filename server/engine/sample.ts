import type { DocumentInput } from './analyze';

/**
 * A guide of every kind of text that rules read: what an engine reads before the first document, since code that
 * never ran takes several times as long. Its findings are shown to nobody.
 */
export const sample: DocumentInput = {
  uri: 'sample:guide.md',
  fileName: 'guide.md',
  language: 'markdown',
  text: `# Set up the shop

Run \`docker run --privileged shop:latest\` as 123456789012, or set \`ADMIN_PASSWORD=changeme\`.

| Setting | Value |
| --- | --- |
| password | \`s3cret\` |

1. Install

   \`\`\`bash
   # once
   export VERSION="1.4.2"
   curl -sSL "https://example.com/v\${VERSION}/install.sh" | sudo bash -s -- --yes
   curl -fLO https://example.com/tool.tar.gz && tar xzf tool.tar.gz && sudo mv tool /usr/local/bin/
   if ! command -v helm >/dev/null; then echo missing; exit 1; fi
   eksctl create cluster --name shop --ssh-access --full-ecr-access
   helm upgrade --install db example/postgresql --set auth.postgresPassword=s3cret --version 1.2.3 \\
     --set image.tag=latest
   kubectl create clusterrolebinding all --clusterrole=cluster-admin --serviceaccount=shop:default
   kubectl apply -f https://raw.githubusercontent.com/example/shop/main/deploy.yaml
   kubectl exec deploy/shop -- ./migrate up
   cat <<EOF | kubectl apply -f -
   apiVersion: v1
   kind: Secret
   metadata: {name: shop, namespace: shop}
   stringData:
     password: s3cret
   EOF
   \`\`\`

\`\`\`yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: shop, labels: {app: shop}}
spec:
  replicas: 2
  template:
    spec:
      hostNetwork: true
      volumes: [{name: run, hostPath: {path: /var/run/docker.sock}}]
      containers:
        - name: shop
          image: shop:latest # moves
          env: [{name: DB_URL, value: "postgres://shop:s3cret@db:5432/shop"}]
          securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shop}
spec:
  podSelector: {}
  ingress: [{from: [{namespaceSelector: {}}]}]
  egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: shop}
rules:
  - {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, annotations: {nginx.ingress.kubernetes.io/ssl-redirect: "false"}}
spec:
  rules: [{host: shop.example.com}]
\`\`\`

\`\`\`yaml
# values.yaml
image: {repository: example/shop, tag: latest}
adminPassword: admin
\`\`\`

\`\`\`yaml
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    container: {image: "node:latest", options: --privileged}
    steps:
      - uses: actions/checkout@v4
      - run: |
          curl -sSL https://example.com/install.sh | sh
\`\`\`

\`\`\`json
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
\`\`\`
`,
};
