import { list, type Program } from './program';

const kubectl = list(`
  -n --namespace --context --kubeconfig --cluster --user -s --server --token --as --as-group --as-uid
  --certificate-authority --client-certificate --client-key --request-timeout --cache-dir --tls-server-name -v --v
  --username --password -f --filename -l --selector -o --output -k --kustomize --field-selector --sort-by --template
  --image --port --target-port --replicas --type -p --patch --patch-file --from-literal --from-file --from-env-file
  --docker-server --docker-username --docker-password --docker-email --cert --key --overrides --restart --env --labels
  -c --container --timeout --for --tail --since --since-time --serviceaccount --clusterrole --role --verb --resource
  --resource-name --group --max --min --cpu-percent --requests --limits --hard --schedule --class --rule
  --field-manager --grace-period --subresource --name --protocol --external-ip --cluster-ip --address --duration
  --audience --raw --copy-to --set-image --target --profile --to-revision --revision -L --label-columns
`);

const helm = list(`
  -f --values --set --set-string --set-file --set-json --set-literal --version -n --namespace --repo --kube-context
  --kubeconfig --timeout --username --password -u -p --ca-file --cert-file --key-file --keyring -o --output --name
  --history-max --description --post-renderer --kube-token --kube-apiserver --kube-as-user --kube-as-group
  --registry-config --repository-cache --repository-config -d --destination --untardir --api-versions --kube-version
  -s --show-only --output-dir --revision --app-version
`);

const eksctl = list(`
  --name -n --cluster -c --region -r -p --profile -f --config-file --node-type -t --nodes -N --nodes-min -m
  --nodes-max -M --node-volume-size --node-volume-type --max-pods-per-node --ssh-public-key --node-ami
  --node-ami-family --node-security-groups --node-labels --node-zones --zones --version --tags --vpc-cidr
  --vpc-private-subnets --vpc-public-subnets --vpc-nat-mode --vpc-from-kops-cluster --nodegroup-name --timeout
  --cfn-role-arn --kubeconfig --authenticator-role-arn --namespace --role-name --role-arn --attach-policy-arn
  --attach-role-arn --arn --username --group --service-name --service-account-role-arn --permissions-boundary
  --include --exclude --enable-types --disable-types --selectors --labels -l --output -o --verbose -v --color -C
  --instance-types --instance-name --instance-prefix --account --addon --wait-timeout
`);

/** What talks to clusters, or makes them. */
export const clusterPrograms: { readonly [program: string]: Program } = {
  kubectl: { values: kubectl, style: 'pflag' },
  'kubectl logs': { values: kubectl, switches: list('-f -p'), style: 'pflag' },
  'kubectl run': { values: kubectl, switches: list('-i -t'), style: 'pflag' },
  'kubectl exec': { values: kubectl, switches: list('-i -t'), style: 'pflag' },
  oc: { values: kubectl, style: 'pflag' },
  helm: { values: helm, style: 'pflag' },
  'helm list': { values: helm, switches: ['-d'], style: 'pflag' },
  eksctl: { values: eksctl, style: 'pflag' },
  kustomize: {
    values: list('-o --output -e --env --helm-command --load-restrictor --network-name'),
    style: 'pflag',
  },
  flux: {
    values: list(`
      --owner --repository --branch --path --url --namespace -n --interval --source --token-env --username --password
      --private-key-file --components --components-extra --context --kubeconfig --export-path
    `),
    style: 'pflag',
  },
  argocd: {
    values: list(
      '--username --password --server --auth-token --repo --path --dest-server --dest-namespace --project --current-password --new-password --account',
    ),
    style: 'pflag',
  },
  kops: {
    values: list(
      '--name --state --zones --cloud --node-count --node-size --master-size --control-plane-size --ssh-public-key --ssh-access --admin-access --networking --topology --dns-zone --image --kubernetes-version --vpc --out -o --output --target -f --filename',
    ),
    style: 'pflag',
  },
  kubeadm: {
    values: list(
      '--token --discovery-token-ca-cert-hash --apiserver-advertise-address --pod-network-cidr --config --certificate-key --kubernetes-version --service-cidr --cri-socket --discovery-token --control-plane-endpoint',
    ),
    style: 'pflag',
  },
};
